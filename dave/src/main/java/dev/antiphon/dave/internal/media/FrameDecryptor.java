package dev.antiphon.dave.internal.media;

import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.spi.FrameCiphers;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Decrypts the frames of one remote user, of any codec (whitepaper, "Encoded Frame Transforms").
 *
 * <p>It holds the keys of one or more epochs and tries the newest first. A dropped frame changes
 * only a counter. It changes neither the received nonces nor the keys. No frame causes an
 * exception.
 *
 * <p>The caller passes the time, in nanoseconds of a monotonic clock such as {@link
 * System#nanoTime()}. It must always be the same clock.
 *
 * <p>Only one thread at a time may use an instance, except for {@link #count}, which any thread may
 * call.
 */
public final class FrameDecryptor implements AutoCloseable {
  /** The maximum number of epochs. If there are more, the oldest is deleted. */
  static final int MAX_EPOCHS = 8;

  private enum Passthrough {
    NEVER,
    UNTIL,
    ALWAYS
  }

  private final FrameCiphers ciphers;
  private final ProtocolFrame frame = new ProtocolFrame();
  private final AtomicLongArray counts = new AtomicLongArray(FrameOutcome.values().length);

  /** The epochs, the newest first. */
  private final List<Entry> epochs = new ArrayList<>();

  private Passthrough passthrough = Passthrough.NEVER;
  private long passthroughEnd;
  private int length;

  /**
   * A decryptor without keys, which allows no passthrough.
   *
   * @param ciphers creates a cipher for each epoch and generation
   */
  public FrameDecryptor(FrameCiphers ciphers) {
    this.ciphers = ciphers;
  }

  /**
   * Adds the keys of a newer epoch; the older ones stay until they are retired.
   *
   * @param serial the serial number of the epoch; higher than all earlier numbers
   * @param base the sender's exported secret, 16 bytes (whitepaper, "Sender Key Derivation"). The
   *     decryptor takes ownership and wipes it in the end
   */
  public void addEpoch(int serial, Secret base, long now) {
    expire(now);
    epochs.add(0, new Entry(serial, new SenderEpoch(ciphers, base, now)));
    if (epochs.size() > MAX_EPOCHS) {
      epochs.remove(MAX_EPOCHS).keys.close();
    }
  }

  /**
   * Retires the epochs before this one, because the sender no longer uses them: their keys are
   * deleted at the given time, or earlier. An authentic frame also retires all epochs before its
   * own epoch; their keys are deleted after 10 seconds.
   */
  public void retireBefore(int serial, long end) {
    for (Entry epoch : epochs) {
      if (epoch.serial < serial) {
        epoch.retire(end);
      }
    }
  }

  /** Accepts unencrypted frames from now on (whitepaper, "Passthrough Mode"). */
  public void allowPassthrough() {
    passthrough = Passthrough.ALWAYS;
  }

  /** Accepts unencrypted frames until this time. */
  public void allowPassthroughUntil(long nanos) {
    passthrough = Passthrough.UNTIL;
    passthroughEnd = nanos;
  }

  /** Accepts no unencrypted frame, except silence. */
  public void forbidPassthrough() {
    passthrough = Passthrough.NEVER;
  }

  /**
   * Decrypts one frame. The result is never longer than the input. If the frame is delivered,
   * {@link #length()} bytes are written, otherwise no bytes. Input and output may overlap.
   *
   * @param out has space for {@code length} bytes from {@code outOffset}
   * @throws IndexOutOfBoundsException if a range is outside its array
   */
  public FrameOutcome decrypt(
      byte[] in, int offset, int length, byte[] out, int outOffset, long now) {
    Objects.checkFromIndexSize(offset, length, in.length);
    Objects.checkFromIndexSize(outOffset, length, out.length);
    this.length = 0;
    FrameOutcome outcome = classify(in, offset, length, out, outOffset, now);
    counts.lazySet(outcome.ordinal(), counts.getPlain(outcome.ordinal()) + 1);
    return outcome;
  }

  private FrameOutcome classify(
      byte[] in, int offset, int length, byte[] out, int outOffset, long now) {
    expire(now);
    if (Silence.is(in, offset, length)) {
      return pass(FrameOutcome.SILENCE, in, offset, length, out, outOffset);
    }
    if (frame.read(in, offset, length)) {
      return open(in, offset, out, outOffset, now);
    }
    if (passesThrough(now)) {
      return pass(FrameOutcome.PASSED_THROUGH, in, offset, length, out, outOffset);
    }
    return ProtocolFrame.isMarked(in, offset, length)
        ? FrameOutcome.MALFORMED
        : FrameOutcome.NOT_ENCRYPTED;
  }

  private FrameOutcome pass(
      FrameOutcome outcome, byte[] in, int offset, int length, byte[] out, int outOffset) {
    System.arraycopy(in, offset, out, outOffset, length);
    this.length = length;
    return outcome;
  }

  private FrameOutcome open(byte[] in, int offset, byte[] out, int outOffset, long now) {
    FrameOutcome worst = FrameOutcome.NO_KEY;
    for (int i = 0; i < epochs.size(); i++) {
      Entry epoch = epochs.get(i);
      FrameOutcome outcome = epoch.keys.open(frame, in, offset, out, outOffset, now);
      if (outcome == FrameOutcome.DECRYPTED) {
        length = frame.mediaLength();
        retireBefore(epoch.serial, now + SenderEpoch.RETENTION_NANOS);
        return outcome;
      }
      worst = worst.or(outcome);
    }
    return worst;
  }

  /**
   * Whether a frame is authentic with a key of this user, also if its nonce was received before.
   * Neither the keys nor the received nonces change, whatever the result is.
   *
   * @param scratch has space for {@code length} bytes, and can be overwritten
   */
  public boolean isAuthentic(byte[] in, int offset, int length, byte[] scratch, long now) {
    expire(now);
    if (!frame.read(in, offset, length)) {
      return false;
    }
    for (int i = 0; i < epochs.size(); i++) {
      if (epochs.get(i).keys.isAuthentic(frame, in, offset, scratch, now)) {
        return true;
      }
    }
    return false;
  }

  private boolean passesThrough(long now) {
    return switch (passthrough) {
      case NEVER -> false;
      case UNTIL -> passthroughEnd - now > 0;
      case ALWAYS -> true;
    };
  }

  private void expire(long now) {
    for (int last = epochs.size() - 1; last >= 0 && epochs.get(last).isOver(now); last--) {
      epochs.remove(last).keys.close();
    }
  }

  /** The length of the last frame in bytes; 0 if it was dropped. */
  public int length() {
    return length;
  }

  /** The number of frames with this outcome. */
  public long count(FrameOutcome outcome) {
    return counts.get(outcome.ordinal());
  }

  /** The number of epochs with keys. */
  public int epochs() {
    return epochs.size();
  }

  /** Wipes all keys. Encrypted frames are dropped from then on, because they have no key. */
  @Override
  public void close() {
    epochs.forEach(entry -> entry.keys.close());
    epochs.clear();
  }

  /** The number of epochs, without any key. */
  @Override
  public String toString() {
    return "FrameDecryptor[" + epochs.size() + " epochs]";
  }

  private static final class Entry {
    private final int serial;
    private final SenderEpoch keys;
    private boolean retired;
    private long end;

    private Entry(int serial, SenderEpoch keys) {
      this.serial = serial;
      this.keys = keys;
    }

    private void retire(long newEnd) {
      if (!retired || newEnd - end < 0) {
        retired = true;
        end = newEnd;
      }
    }

    private boolean isOver(long now) {
      return retired && end - now <= 0;
    }
  }
}
