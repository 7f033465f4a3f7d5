package dev.antiphon.machine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What configurations are kept in, and what makes them few. */
class StoreTest {
  private static final int MANY = 40_000;
  private static final int SEED = 7;

  /** Two words as they are. */
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

  /** Words that differ in few bits, many of them equal, as those of configurations are. */
  @Test
  void aPackedStoreFindsWhatAStoreByEqualityFinds() {
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
  void aStoreByACanonicalFormKeepsTheFirstOfEach() {
    Store<Integer> store = Store.by(number -> number % 10);
    assertThat(store.add(12)).isZero();
    assertThat(store.add(3)).isEqualTo(1);
    assertThat(store.add(42)).isZero();
    assertThat(store.get(0)).isEqualTo(12);
    assertThat(store.size()).isEqualTo(2);
  }

  @Test
  void aPoolNumbersDistinctValues() {
    Pool<String> pool = new Pool<>(2);
    long word = pool.put(pool.put(1, "a"), "b");
    assertThat(word).isEqualTo(0b1_00_01);
    assertThat(pool.get(word)).isEqualTo("b");
    assertThat(pool.get(word >>> 2)).isEqualTo("a");
    assertThat(pool.number("b")).isEqualTo(1);
    assertThat(pool.value(1)).isEqualTo("b");
  }

  @Test
  void aPoolThatIsFullSaysWhatItNeeds() {
    Pool<String> pool = new Pool<>(1);
    pool.number("a");
    pool.number("b");
    assertThatThrownBy(() -> pool.number("c"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("more than 2 distinct values such as c: give the pool more than 1 bits");
    assertThatThrownBy(() -> new Pool<>(31)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Pool<>(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsRenamedStaysTheSameWhileNumbersGrow() {
    assertThat(Renaming.age(7, 5, 4)).isEqualTo(Renaming.age(107, 105, 4)).isEqualTo(2);
    assertThat(Renaming.age(7, 1, 4)).isEqualTo(4);
    assertThat(Renaming.age(7, 0, 4)).isEqualTo(Renaming.NOTHING);
    assertThat(Renaming.known(9)).isEqualTo(1);
    assertThat(Renaming.known(0)).isZero();
    assertThat(Renaming.left(OptionalLong.of(50), 20)).isEqualTo(30);
    assertThat(Renaming.left(OptionalLong.of(50), 60)).isZero();
    assertThat(Renaming.left(OptionalLong.empty(), 60)).isEqualTo(Renaming.NOTHING);
  }
}
