package dev.antiphon.udp.internal;

import dev.antiphon.dave.DaveFrames;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** Takes frames from the audio as a UDP path does, and encrypts them. */
public final class TestPath {
  private final OutgoingAudio audio;
  private final Supplier<DaveFrames> frames;
  private final BiConsumer<byte[], Boolean> sent;
  private boolean holds;

  /** {@code sent} receives each sent frame except silence, and whether it was sent unencrypted. */
  public TestPath(
      OutgoingAudio audio, Supplier<DaveFrames> frames, BiConsumer<byte[], Boolean> sent) {
    this.audio = audio;
    this.frames = frames;
    this.sent = sent;
  }

  /** The next 20 ms. */
  public void tick() {
    byte[] frame = audio.next();
    holds = false;
    if (frame == null) {
      return;
    }
    byte[] out = new byte[frame.length + DaveFrames.MAX_OVERHEAD];
    int length = frames.get().protect(frame, 0, frame.length, out, 0, 0);
    if (length == DaveFrames.HELD) {
      holds = frame != OpusPacket.SILENCE;
      audio.hold(frame);
      return;
    }
    audio.sent(frame, false);
    if (frame != OpusPacket.SILENCE) {
      sent.accept(frame, Arrays.equals(frame, Arrays.copyOf(out, length)));
    }
  }

  /** Whether the last tick took a frame that could not be sent yet. */
  public boolean holds() {
    return holds;
  }
}
