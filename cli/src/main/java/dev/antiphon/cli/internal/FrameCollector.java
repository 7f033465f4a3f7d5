package dev.antiphon.cli.internal;

import dev.antiphon.OpusListener;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import dev.antiphon.udp.internal.OpusPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Collects the frames that the listener of a demo decrypts. Thread-safe. */
final class FrameCollector implements OpusListener {
  private final List<byte[]> frames = new ArrayList<>();
  private final CompletableFuture<Void> full = new CompletableFuture<>();
  private int expected = Integer.MAX_VALUE;

  /** Sets the expected number of frames. */
  synchronized void await(int count) {
    expected = count;
  }

  /** Completes when the expected number of frames was collected. */
  CompletableFuture<Void> full() {
    return full;
  }

  @Override
  public synchronized void onOpus(
      OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame) {
    frames.add(frame);
    if (frames.size() == expected) {
      full.complete(null);
    }
  }

  /** The frames as the server received them, but with the decrypted content of the listener. */
  synchronized List<FrameReceived> decrypted(List<FrameReceived> received) {
    List<FrameReceived> all = new ArrayList<>();
    for (int i = 0; i < Math.min(frames.size(), received.size()); i++) {
      FrameReceived frame = received.get(i);
      byte[] opus = frames.get(i);
      all.add(
          new FrameReceived(
              frame.at(),
              frame.guildId(),
              frame.userId(),
              frame.ssrc(),
              frame.sequence(),
              frame.timestamp(),
              frame.nonce(),
              OpaqueBytes.copyOf(opus),
              OpusPacket.isSilence(opus)));
    }
    return all;
  }
}
