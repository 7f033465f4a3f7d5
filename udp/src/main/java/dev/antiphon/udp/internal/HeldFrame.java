package dev.antiphon.udp.internal;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The frame that was taken from the queue but could not be sent yet. It is thread-safe. */
final class HeldFrame {
  private final AtomicReference<byte[]> frame = new AtomicReference<>();

  void set(byte[] held) {
    frame.set(held);
  }

  /** Removes and returns the frame, or returns null. */
  byte @Nullable [] take() {
    return frame.get() == null ? null : frame.getAndSet(null);
  }

  void removeSilence() {
    frame.compareAndSet(OpusPacket.SILENCE, null);
  }

  /** Removes the frame unless it is silence. Returns 1 if a frame was removed, otherwise 0. */
  int removeSpeech() {
    byte[] held = frame.get();
    boolean speech = held != null && held != OpusPacket.SILENCE;
    return speech && frame.compareAndSet(held, null) ? 1 : 0;
  }
}
