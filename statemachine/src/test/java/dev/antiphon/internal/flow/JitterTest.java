package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class JitterTest {
  private static final int DRAWS = 100_000;
  private static final int CLASSES = 20;

  @Property
  void fractionIsRepeatableAndAtLeastZeroAndLessThanOne(@ForAll long seed) {
    Jitter jitter = new Jitter(seed);
    for (int draw = 0; draw < 10; draw++) {
      assertThat(jitter.fraction()).isGreaterThanOrEqualTo(0).isLessThan(1);
      assertThat(new Jitter(jitter.seed()).fraction()).isEqualTo(jitter.fraction());
      jitter = jitter.next();
    }
  }

  /** The first values of the reference implementation of SplitMix64 for the seed 1234567. */
  @Example
  void valuesMatchTheSplitMix64Reference() {
    Jitter jitter = new Jitter(1_234_567).next();
    for (long expected : new long[] {6457827717110365317L, 3203168211198807973L}) {
      assertThat(jitter.fraction()).isEqualTo((expected >>> 11) * 0x1.0p-53);
      jitter = jitter.next();
    }
  }

  @Example
  void valuesAreEvenlyDistributed() {
    int[] drawn = new int[CLASSES];
    Jitter jitter = new Jitter(42);
    for (int draw = 0; draw < DRAWS; draw++) {
      drawn[(int) (jitter.fraction() * CLASSES)]++;
      jitter = jitter.next();
    }
    for (int count : drawn) {
      assertThat(count).isBetween(DRAWS / CLASSES * 9 / 10, DRAWS / CLASSES * 11 / 10);
    }
  }

  /** Two hundred connections that lose their server together must not reconnect together. */
  @Example
  void adjacentSeedsStartWithDifferentValues() {
    Set<Long> milliseconds = new HashSet<>();
    for (int connection = 0; connection < 200; connection++) {
      milliseconds.add((long) (new Jitter(connection).fraction() * 1_000_000));
    }
    assertThat(milliseconds).hasSizeGreaterThan(195);
  }
}
