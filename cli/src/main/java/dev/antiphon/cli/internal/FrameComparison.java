package dev.antiphon.cli.internal;

import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What came of what was sent: the packets of the file, in order and equal in every byte, then five
 * frames of silence, under RTP headers without a gap.
 *
 * @param packets packets in the file
 * @param equal packets that arrived in their place and unchanged, before the first difference
 * @param silence frames of silence that followed
 * @param skippedTicks ticks that the sender's clock says it gave up
 * @param difference the first difference, in words
 */
record FrameComparison(
    int packets, int equal, int silence, long skippedTicks, Optional<String> difference) {
  static final int SILENCE_FRAMES = 5;

  private static final int SAMPLES_PER_FRAME = 960;

  /**
   * Compares.
   *
   * @param skippedTicks ticks of 20 ms that the sender's clock says it gave up, since this machine
   *     stood still: so many times 960 the timestamps may be ahead
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
              : frame + unlike(packets.get(equal), received.get(equal).opus().toByteArray()));
    }
    if (silence != SILENCE_FRAMES || received.size() != equal + silence) {
      return Optional.of(
          "after the last packet there should be 5 frames of silence and nothing else, but there"
              + " were %d of silence and %d of something else"
                  .formatted(silence, received.size() - equal - silence));
    }
    return Optional.empty();
  }

  private static String unlike(byte[] sent, byte[] came) {
    int at = Arrays.mismatch(sent, came);
    return " differs from byte %d on: %d bytes are in the file, %d came"
        .formatted(at, sent.length, came.length);
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
