package dev.antiphon.cli.internal;

import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Compares the received frames with the packets of a file. The packets must arrive in order and
 * unchanged, followed by five frames of silence. The RTP headers must have no gaps.
 *
 * @param packets the number of packets in the file
 * @param equal the number of packets that arrived in order and unchanged, before the first
 *     difference
 * @param silence the number of frames of silence after them
 * @param skippedTicks the number of ticks that the sender's clock reports as skipped
 * @param difference the first difference, in words
 */
record FrameComparison(
    int packets, int equal, int silence, long skippedTicks, Optional<String> difference) {
  static final int SILENCE_FRAMES = 5;

  private static final int SAMPLES_PER_FRAME = 960;

  /**
   * Compares the frames.
   *
   * @param packets the packets of the file
   * @param received the received frames
   * @param skippedTicks the number of ticks of 20 ms that the sender's clock skipped because the
   *     computer was too busy; for each of them the timestamps can increase by an additional 960
   */
  static FrameComparison of(List<byte[]> packets, List<FrameReceived> received, long skippedTicks) {
    int equal = 0;
    while (equal < Math.min(packets.size(), received.size())
        && Arrays.equals(packets.get(equal), received.get(equal).opus().toByteArray())) {
      equal++;
    }
    int silence = 0;
    while (equal + silence < received.size() && received.get(equal + silence).silence()) {
      silence++;
    }
    Optional<String> difference =
        inContent(packets, received, equal, silence).or(() -> inHeaders(received, skippedTicks));
    return new FrameComparison(packets.size(), equal, silence, skippedTicks, difference);
  }

  private static Optional<String> inContent(
      List<byte[]> packets, List<FrameReceived> received, int equal, int silence) {
    if (equal < packets.size()) {
      String frame = "frame " + (equal + 1) + " of " + packets.size();
      return Optional.of(
          equal == received.size()
              ? frame + " did not arrive"
              : frame
                  + contentDifference(
                      packets.get(equal), received.get(equal).opus().toByteArray()));
    }
    if (silence != SILENCE_FRAMES || received.size() != equal + silence) {
      return Optional.of(
          ("expected exactly 5 frames of silence after the last packet, but received %d frames of"
                  + " silence and %d other frames")
              .formatted(silence, received.size() - equal - silence));
    }
    return Optional.empty();
  }

  private static String contentDifference(byte[] sent, byte[] arrived) {
    int at = Arrays.mismatch(sent, arrived);
    return " differs at byte %d: the file has %d bytes, the received frame has %d"
        .formatted(at, sent.length, arrived.length);
  }

  private static Optional<String> inHeaders(List<FrameReceived> received, long skippedTicks) {
    long skipsLeft = skippedTicks;
    for (int i = 1; i < received.size(); i++) {
      FrameReceived before = received.get(i - 1);
      FrameReceived now = received.get(i);
      if (now.sequence() != (before.sequence() + 1 & 0xFFFF)) {
        return header("RTP sequence", i, before.sequence(), now.sequence());
      }
      long samples = now.timestamp() - before.timestamp() & 0xFFFF_FFFFL;
      skipsLeft -= samples / SAMPLES_PER_FRAME - 1;
      if (samples == 0 || samples % SAMPLES_PER_FRAME != 0 || skipsLeft < 0) {
        return header("RTP timestamp", i, before.timestamp(), now.timestamp());
      }
      if (now.nonce() <= before.nonce()) {
        return header("nonce", i, before.nonce(), now.nonce());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> header(String what, int index, long before, long now) {
    return Optional.of(
        "the %s goes from %d to %d at frame %d".formatted(what, before, now, index + 1));
  }
}
