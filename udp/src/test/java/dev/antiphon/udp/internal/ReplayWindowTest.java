package dev.antiphon.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ReplayWindowTest {

  @Property(tries = 200)
  void reorderedPacketsAreAcceptedOnce(
      @ForAll @IntRange(max = 65_535) int firstSequence,
      @ForAll int firstTimestamp,
      @ForAll long seed) {
    ReplayWindow window = new ReplayWindow();
    List<Integer> order = shuffledLocally(600, 60, new Random(seed));

    for (int n : order) {
      assertThat(accept(window, firstSequence, firstTimestamp, n, n)).as("packet %d", n).isTrue();
    }
    for (int n : order) {
      assertThat(accept(window, firstSequence, firstTimestamp, n, n)).as("again %d", n).isFalse();
    }
  }

  @Property(tries = 200)
  void packetsWithRandomNoncesAreAcceptedOnce(@ForAll long seed) {
    ReplayWindow window = new ReplayWindow();
    Random random = new Random(seed);
    int[] nonces = random.ints(600).toArray();
    List<Integer> order = shuffledLocally(600, 60, random);

    for (int n : order) {
      assertThat(accept(window, 65_500, 0, n, nonces[n])).as("packet %d", n).isTrue();
    }
    for (int n : order) {
      assertThat(accept(window, 65_500, 0, n, nonces[n])).as("again %d", n).isFalse();
    }
  }

  @Example
  void rejectsPacketsOlderThanTheWindow() {
    ReplayWindow window = new ReplayWindow();
    accept(window, 0, 0, 1_000, 1_000);

    assertThat(accept(window, 0, 0, 1_000 - ReplayWindow.SIZE, 5)).isFalse();
    assertThat(accept(window, 0, 0, 1_000 - ReplayWindow.SIZE + 1, 6)).isTrue();
    assertThat(accept(window, 0, 0, 1_000 - ReplayWindow.SIZE + 1, 6)).isFalse();
  }

  @Example
  void acceptsARestartedStreamButRejectsReplayedPackets() {
    ReplayWindow window = new ReplayWindow();
    for (int n = 0; n < 300; n++) {
      accept(window, 40_000, 1 << 30, n, n);
    }

    assertThat(window.accept(17, 12_345, 300)).isTrue();
    assertThat(window.accept(18, 13_305, 301)).isTrue();
    assertThat(accept(window, 40_000, 1 << 30, 299, 299)).isFalse();
    assertThat(accept(window, 40_000, 1 << 30, 100, 100)).isFalse();
    assertThat(window.accept(19, 14_265, 302)).isTrue();
  }

  @Example
  void rejectsReplayedPacketsAfterTheSequenceNumberWrapsToZero() {
    ReplayWindow window = new ReplayWindow();
    for (int n = 0; n < 65_536 + 10; n++) {
      accept(window, 0, 0, n, n);
    }

    for (int n = 0; n < 200; n++) {
      assertThat(accept(window, 0, 0, n, n)).as("recorded packet %d", n).isFalse();
    }
    assertThat(accept(window, 0, 0, 65_546, 65_546)).isTrue();
  }

  @Example
  void packetRelayedTwiceIsAcceptedOnceAndReplaysAreStillRejected() {
    ReplayWindow window = new ReplayWindow();
    for (int n = 0; n <= 10; n++) {
      accept(window, 100, 0, n, n + 1);
    }

    assertThat(accept(window, 100, 0, 5, 12)).isFalse();
    for (int n = 0; n <= 10; n++) {
      assertThat(accept(window, 100, 0, n, n + 1)).as("recorded packet %d", n).isFalse();
    }
    assertThat(accept(window, 100, 0, 11, 13)).isTrue();
  }

  @Example
  void relayedPacketOlderThanTheWindowDoesNotAllowReplays() {
    ReplayWindow window = new ReplayWindow();
    for (int n = 0; n < 300; n++) {
      accept(window, 100, 0, n, n);
    }
    accept(window, 100, 0, 300 - ReplayWindow.SIZE - 1, 300);

    for (int n = 0; n < 300; n++) {
      assertThat(accept(window, 100, 0, n, n)).as("recorded packet %d", n).isFalse();
    }
    assertThat(accept(window, 100, 0, 300, 301)).isTrue();
  }

  /** Random losses, reordering, duplicates with new nonces, and stream restarts. */
  @Property(tries = 500)
  void randomlyReplayedPacketsAreNeverAcceptedTwice(@ForAll long seed) {
    ReplayWindow window = new ReplayWindow();
    Random random = new Random(seed);
    List<int[]> recorded = new ArrayList<>();
    Set<Integer> accepted = new HashSet<>();
    int sequence = random.nextInt(1 << 16);
    int timestamp = random.nextInt();
    for (int step = 0; step < 2_000; step++) {
      int kind = random.nextInt(100);
      int back = recorded.isEmpty() ? 0 : random.nextInt(Math.min(recorded.size(), 300));
      if (kind < 50 || recorded.isEmpty()) {
        sequence = sequence + 1 & 0xFFFF;
        timestamp += 960 * (1 + random.nextInt(3));
        recorded.add(new int[] {sequence, timestamp, recorded.size()});
      } else if (kind < 55) {
        int[] original = recorded.get(recorded.size() - 1 - back);
        recorded.add(new int[] {original[0], original[1], recorded.size()});
      } else if (kind < 56) {
        sequence = sequence + random.nextInt(1_000) - 500 & 0xFFFF;
        timestamp += random.nextInt(1_000_000) - 500_000;
      }
      int[] arriving = recorded.get(recorded.size() - 1 - (kind < 60 ? 0 : back));
      if (kind % 10 != 0 && window.accept(arriving[0], arriving[1], arriving[2])) {
        assertThat(accepted.add(arriving[2])).as("nonce %d is new", arriving[2]).isTrue();
      }
    }
    assertThat(accepted).hasSizeGreaterThan(recorded.size() / 2);
  }

  @Example
  void replayedPacketDoesNotTakeThePlaceOfALostPacket() {
    ReplayWindow window = new ReplayWindow();
    int lost = 65_536 + 7;
    for (int n = 0; n < lost + 10; n++) {
      if (n != lost) {
        accept(window, 0, 0, n, n);
      }
    }

    assertThat(accept(window, 0, 0, 7, 7)).isFalse();
    assertThat(accept(window, 0, 0, lost, lost)).isTrue();
  }

  @Example
  void noncesAreComparedAsUnsignedNumbers() {
    ReplayWindow window = new ReplayWindow();

    assertThat(window.accept(5, 0, Integer.MAX_VALUE)).isTrue();
    assertThat(window.accept(30_000, 0, Integer.MIN_VALUE)).isTrue();
    assertThat(window.accept(5, 0, Integer.MAX_VALUE)).isFalse();
  }

  private static boolean accept(
      ReplayWindow window, int firstSequence, int firstTimestamp, int n, int nonce) {
    return window.accept(firstSequence + n & 0xFFFF, firstTimestamp + 960 * n, nonce);
  }

  private static List<Integer> shuffledLocally(int count, int reach, Random random) {
    List<Integer> order = new ArrayList<>();
    for (int from = 0; from < count; from += reach) {
      List<Integer> block = new ArrayList<>();
      for (int n = from; n < from + reach; n++) {
        block.add(n);
      }
      Collections.shuffle(block, random);
      order.addAll(block);
    }
    return order;
  }
}
