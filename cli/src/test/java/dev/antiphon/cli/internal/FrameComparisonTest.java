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

/** Each kind of difference between sent and received frames is found and described. */
class FrameComparisonTest {
  private static final List<byte[]> PACKETS =
      IntStream.range(0, 4).mapToObj(NumberedFrames::frame).toList();

  private final List<FrameReceived> received = new ArrayList<>();

  FrameComparisonTest() {
    // Sequence number and timestamp wrap around.
    for (int i = 0; i < PACKETS.size() + 5; i++) {
      byte[] opus = i < PACKETS.size() ? PACKETS.get(i) : OpusPacket.silence();
      received.add(frame(opus, 65_533 + i & 0xFFFF, 0xFFFF_FFFFL - 1_000 + 960L * i, i));
    }
  }

  @Test
  void equalFramesHaveNoDifference() {
    FrameComparison comparison = FrameComparison.of(PACKETS, received, 0);
    assertThat(comparison.difference()).isEmpty();
    assertThat(comparison.equal()).isEqualTo(4);
    assertThat(comparison.silence()).isEqualTo(5);
  }

  @Test
  void changedFrameIsReported() {
    byte[] changed = PACKETS.get(2).clone();
    changed[7] ^= 1;
    replace(2, changed, 0, 0, 0);
    assertDifference(
        "frame 3 of 4 differs at byte 7: the file has 80 bytes, the received frame has 80");
  }

  @Test
  void lostFrameIsReported() {
    received.remove(1);
    assertDifference(
        "frame 2 of 4 differs at byte 4: the file has 80 bytes, the received frame has 80");
  }

  @Test
  void missingLastFramesAreReported() {
    received.subList(3, received.size()).clear();
    assertDifference("frame 4 of 4 did not arrive");
  }

  @Test
  void missingSilenceFramesAreReported() {
    received.remove(8);
    assertDifference(
        "expected exactly 5 frames of silence after the last packet, but received 4 frames of"
            + " silence and 0 other frames");
  }

  @Test
  void gapInTheSequenceNumbersIsReported() {
    replace(5, OpusPacket.silence(), 1, 0, 0);
    assertDifference("the RTP sequence goes from 1 to 3 at frame 6");
  }

  @Test
  void timestampJumpIsReportedUnlessTheClockSkippedTicks() {
    for (int i = 6; i < received.size(); i++) {
      replace(i, OpusPacket.silence(), 0, 2 * 960, 0);
    }
    assertDifference("the RTP timestamp goes from 3799 to 6679 at frame 7");
    assertThat(FrameComparison.of(PACKETS, received, 2).difference()).isEmpty();
  }

  @Test
  void repeatedNonceIsReported() {
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
