package dev.antiphon.cli.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import dev.antiphon.udp.internal.OpusPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every way in which what came can differ from what was sent is found and named. */
class FrameComparisonTest {
  private static final List<byte[]> PACKETS =
      IntStream.range(0, 4).mapToObj(NumberedFrames::frame).toList();

  private final List<FrameReceived> received = new ArrayList<>();

  FrameComparisonTest() {
    // Sequence and timestamp wrap on the way.
    for (int i = 0; i < PACKETS.size() + 5; i++) {
      byte[] opus = i < PACKETS.size() ? PACKETS.get(i) : OpusPacket.silence();
      received.add(frame(opus, 65_533 + i & 0xFFFF, 0xFFFF_FFFFL - 1_000 + 960L * i, i));
    }
  }

  @Test
  void findsNoDifferenceWhereThereIsNone() {
    FrameComparison comparison = FrameComparison.of(PACKETS, received, 0);
    assertThat(comparison.difference()).isEmpty();
    assertThat(comparison.equal()).isEqualTo(4);
    assertThat(comparison.silence()).isEqualTo(5);
  }

  @Test
  void findsAChangedFrame() {
    byte[] changed = PACKETS.get(2).clone();
    changed[7] ^= 1;
    replace(2, changed, 0, 0, 0);
    assertDifference("frame 3 of 4 differs from byte 7 on: 80 bytes are in the file, 80 came");
  }

  @Test
  void findsALostFrame() {
    received.remove(1);
    assertDifference("frame 2 of 4 differs from byte 4 on: 80 bytes are in the file, 80 came");
  }

  @Test
  void findsAMissingEnd() {
    received.subList(3, received.size()).clear();
    assertDifference("frame 4 of 4 did not arrive");
  }

  @Test
  void findsMissingSilence() {
    received.remove(8);
    assertDifference(
        "after the last packet there should be 5 frames of silence and nothing else, but there"
            + " were 4 of silence and 0 of something else");
  }

  @Test
  void findsAGapInTheSequence() {
    replace(5, OpusPacket.silence(), 1, 0, 0);
    assertDifference("the RTP sequence goes from 1 to 3 at frame 6");
  }

  @Test
  void findsAJumpOfTheTimestampUnlessTheClockConfessesIt() {
    for (int i = 6; i < received.size(); i++) {
      replace(i, OpusPacket.silence(), 0, 2 * 960, 0);
    }
    assertDifference("the RTP timestamp goes from 3799 to 6679 at frame 7");
    assertThat(FrameComparison.of(PACKETS, received, 2).difference()).isEmpty();
  }

  @Test
  void findsANonceUsedTwice() {
    replace(4, OpusPacket.silence(), 0, 0, -1);
    assertDifference("the nonce goes from 3 to 3 at frame 5");
  }

  private void assertDifference(String expected) {
    assertThat(FrameComparison.of(PACKETS, received, 0).difference()).contains(expected);
  }

  private void replace(int index, byte[] opus, int sequence, long timestamp, long nonce) {
    FrameReceived old = received.get(index);
    received.set(
        index,
        frame(
            opus,
            old.sequence() + sequence & 0xFFFF,
            old.timestamp() + timestamp,
            old.nonce() + nonce));
  }

  private static FrameReceived frame(byte[] opus, int sequence, long timestamp, long nonce) {
    return new FrameReceived(
        Duration.ZERO,
        1,
        2,
        3,
        sequence,
        timestamp & 0xFFFF_FFFFL,
        nonce,
        OpaqueBytes.copyOf(opus),
        OpusPacket.isSilence(opus));
  }
}
