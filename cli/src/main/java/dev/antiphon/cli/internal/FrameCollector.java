package dev.antiphon.cli.internal;

import dev.antiphon.OpusListener;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import dev.antiphon.udp.internal.OpusPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Collects the frames that a listener of a demo hears. Safe for use by several threads. */
final class FrameCollector implements OpusListener {
  private final List<byte[]> heard = new ArrayList<>();
  private final CompletableFuture<Void> full = new CompletableFuture<>();
  private int expected = Integer.MAX_VALUE;

  /** How many frames there will be. */
  synchronized void await(int frames) {
    expected = frames;
  }

  /** Completes when as many were heard. */
  CompletableFuture<Void> full() {
    return full;
  }

  @Override
  public synchronized void onOpus(
      OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame) {
    heard.add(frame);
    if (heard.size() == expected) {
      full.complete(null);
    }
  }

  /** The frames as the server received them, but each with the sound that was heard of it. */
  synchronized List<FrameReceived> heard(List<FrameReceived> received) {
    List<FrameReceived> all = new ArrayList<>();
    for (int i = 0; i < Math.min(heard.size(), received.size()); i++) {
      FrameReceived frame = received.get(i);
      byte[] opus = heard.get(i);
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
