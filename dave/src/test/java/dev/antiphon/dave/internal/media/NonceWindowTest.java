package dev.antiphon.dave.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class NonceWindowTest {
  private final NonceWindow window = new NonceWindow();

  @Test
  void missingNoncesAreAcceptedUpToOneThousandBelowTheHighestNonce() {
    window.receive(1);
    window.receive(5_000);
    assertThat(window.isNew(3_999)).isFalse();
    assertThat(window.isNew(4_000)).isTrue();
    assertThat(window.isNew(4_999)).isTrue();
    assertThat(window.isNew(5_000)).isFalse();
  }

  @Test
  void missingNonceIsAcceptedOnlyAboveTheFirstReceivedNonce() {
    window.receive(500);
    window.receive(502);
    assertThat(window.isNew(499)).isFalse();
    assertThat(window.isNew(500)).isFalse();
    assertThat(window.isNew(501)).isTrue();
  }

  /** Compares the window with a list of missing nonces, as in the whitepaper. */
  @Property(tries = 100)
  void nonceWindowGivesTheSameAnswersAsAListOfMissingNonces(
      @ForAll("walks") List<Integer> steps, @ForAll("starts") long start) {
    NonceWindow walked = new NonceWindow();
    TreeSet<Long> missing = new TreeSet<>();
    long newest = -1;
    for (int step : steps) {
      long nonce = Math.max(0, (newest < 0 ? start : newest) + step);
      boolean isNew = nonce > newest || missing.contains(nonce);
      assertThat(walked.isNew(nonce)).isEqualTo(isNew);
      if (!isNew) {
        continue;
      }
      walked.receive(nonce);
      missing.remove(nonce);
      for (long skipped = Math.max(newest + 1, nonce - NonceWindow.MISSING);
          newest >= 0 && skipped < nonce;
          skipped++) {
        missing.add(skipped);
      }
      newest = Math.max(newest, nonce);
      missing.headSet(newest - NonceWindow.MISSING).clear();
    }
  }

  @Provide
  Arbitrary<List<Integer>> walks() {
    return Arbitraries.oneOf(
            Arbitraries.integers().between(-6, 6),
            Arbitraries.integers().between(-1_100, 1_100),
            Arbitraries.integers().between(-3_000, 3_000))
        .list()
        .ofSize(60);
  }

  @Provide
  Arbitrary<Long> starts() {
    return Arbitraries.of(0L, 1L, 1_023L, 0xFF_FFF0L, 0x7FFF_FFF0L, 0xFFFF_FFF0L, 0x5_FFFF_FFF0L);
  }
}
