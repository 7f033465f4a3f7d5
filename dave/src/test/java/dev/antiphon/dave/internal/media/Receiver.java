package dev.antiphon.dave.internal.media;

import dev.antiphon.dave.internal.mls.crypto.Secret;
import java.util.Arrays;

/** A decryptor with a manual clock, and the last decrypted frame. */
final class Receiver {
  static final long SECOND = 1_000_000_000L;

  final FrameDecryptor decryptor = new FrameDecryptor(JdkFrameCipher::new);
  long now;
  byte[] plain;
  private int epochs;

  /** Starts shortly before the clock overflows. */
  Receiver() {
    now = Long.MAX_VALUE - 5 * SECOND;
  }

  Receiver(ReferenceSender sender) {
    this();
    add(sender);
  }

  void add(ReferenceSender sender) {
    add(sender.base());
  }

  /** Adds the next epoch. The first one has number 1. */
  void add(Secret base) {
    decryptor.addEpoch(++epochs, base, now);
  }

  void pass(double seconds) {
    now += (long) (seconds * SECOND);
  }

  FrameOutcome receive(byte[] frame) {
    byte[] out = new byte[frame.length];
    FrameOutcome outcome = decryptor.decrypt(frame, 0, frame.length, out, 0, now);
    plain = Arrays.copyOf(out, decryptor.length());
    return outcome;
  }
}
