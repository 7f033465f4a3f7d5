package dev.antiphon.machine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests of the stores for configurations, and of the helpers for canonical forms. */
class StoreTest {
  private static final int MANY = 40_000;
  private static final int SEED = 7;

  /** A store of pairs of words. */
  private static final class Words extends PackedStore<long[]> {
    @Override
    public int add(long[] words) {
      return add(words[0], words[1]);
    }

    @Override
    public long[] get(int number) {
      return new long[] {high(number), low(number)};
    }
  }

  /** The words differ in few bits and many of them are equal, like the words of configurations. */
  @Test
  void packedStoreAssignsTheSameNumbersAsAStoreThatComparesByEquality() {
    Random random = new Random(SEED);
    Words packed = new Words();
    Store<String> plain = Store.byEquality();
    for (int i = 0; i < MANY; i++) {
      long[] words = {random.nextInt(300), (long) random.nextInt(300) << random.nextInt(2) * 40};
      int number = packed.add(words);
      assertThat(number).isEqualTo(plain.add(words[0] + " " + words[1]));
      assertThat(packed.get(number)).isEqualTo(words);
      assertThat(packed.size()).isEqualTo(plain.size());
    }
    assertThat(packed.size()).isGreaterThan(MANY / 4);
    for (int number = 0; number < packed.size(); number++) {
      assertThat(packed.add(packed.get(number))).isEqualTo(number);
    }
  }

  @Test
  void canonicalStoreKeepsTheFirstConfigurationOfEachCanonicalForm() {
    Store<Integer> store = Store.by(number -> number % 10);
    assertThat(store.add(12)).isZero();
    assertThat(store.add(3)).isEqualTo(1);
    assertThat(store.add(42)).isZero();
    assertThat(store.get(0)).isEqualTo(12);
    assertThat(store.size()).isEqualTo(2);
  }

  @Test
  void internerAssignsConsecutiveNumbersToDistinctValues() {
    Interner<String> interner = new Interner<>(2);
    long word = interner.put(interner.put(1, "a"), "b");
    assertThat(word).isEqualTo(0b1_00_01);
    assertThat(interner.get(word)).isEqualTo("b");
    assertThat(interner.get(word >>> 2)).isEqualTo("a");
    assertThat(interner.number("b")).isEqualTo(1);
    assertThat(interner.value(1)).isEqualTo("b");
  }

  @Test
  void fullInternerThrowsAndTheMessageContainsTheNumberOfBits() {
    Interner<String> interner = new Interner<>(1);
    interner.number("a");
    interner.number("b");
    assertThatThrownBy(() -> interner.number("c"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "more than 2 distinct values such as c: create the interner with more than 1 bits");
    assertThatThrownBy(() -> new Interner<>(31)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Interner<>(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void configurationsWithTheSameDifferencesBetweenNumbersAreEqual() {
    assertThat(CanonicalNumbers.age(7, 5, 4))
        .isEqualTo(CanonicalNumbers.age(107, 105, 4))
        .isEqualTo(2);
    assertThat(CanonicalNumbers.age(7, 1, 4)).isEqualTo(4);
    assertThat(CanonicalNumbers.age(7, 0, 4)).isEqualTo(CanonicalNumbers.ABSENT);
    assertThat(CanonicalNumbers.known(9)).isEqualTo(1);
    assertThat(CanonicalNumbers.known(0)).isZero();
    assertThat(CanonicalNumbers.left(OptionalLong.of(50), 20)).isEqualTo(30);
    assertThat(CanonicalNumbers.left(OptionalLong.of(50), 60)).isZero();
    assertThat(CanonicalNumbers.left(OptionalLong.empty(), 60)).isEqualTo(CanonicalNumbers.ABSENT);
  }
}
