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
 * <p>It holds the keys of one or more epochs and tries the newest first. Frames that are dropped
 * change nothing but their counter: neither the nonces that count as received nor the keys. No
 * frame makes it throw an exception.
 *
 * <p>Time is told it, in nanoseconds of a clock that never goes back, such as {@link
 * System#nanoTime()}; always the same clock.
 *
 * <p>Belongs to one thread at a time, but for {@link #count}, which any thread may ask.
 */
public final class FrameDecryptor implements AutoCloseable {
  /** Epochs kept at most; of more, the oldest goes. */
  static final int MOST_EPOCHS = 8;

  private enum Passthrough {
    NEVER,
    UNTIL,
    ALWAYS
  }

  private final FrameCiphers ciphers;
  private final ProtocolFrame frame = new ProtocolFrame();
  private final AtomicLongArray counts = new AtomicLongArray(FrameOutcome.values().length);

  /** The newest first. */
  private final List<Entry> epochs = new ArrayList<>();

  private Passthrough passthrough = Passthrough.NEVER;
  private long passthroughEnd;
  private int length;

  /**
   * Without keys, and with no passthrough.
   *
   * @param ciphers make a cipher for each epoch and generation
   */
  public FrameDecryptor(FrameCiphers ciphers) {
    this.ciphers = ciphers;
  }

  /**
   * Adds the keys of a newer epoch; the older ones stay until they are retired.
   *
   * @param serial which epoch it is: a higher number than those before have
   * @param base the sender's exported secret, 16 bytes (whitepaper, "Sender Key Derivation"); it is
   *     taken over, and wiped in the end
   */
  public void addEpoch(int serial, Secret base, long now) {
    expire(now);
    epochs.add(0, new Entry(serial, new SenderEpoch(ciphers, base, now)));
    if (epochs.size() > MOST_EPOCHS) {
      epochs.remove(MOST_EPOCHS).keys.close();
    }
  }

  /**
   * Tells that the epochs before this one are not in use any more: their keys go at that time, if
   * not sooner. An authentic frame tells the same of the epoch that it belongs to, whose
   * predecessors then have 10 seconds.
   */
  public void retireBefore(int serial, long end) {
    for (Entry epoch : epochs) {
      if (epoch.serial < serial) {
        epoch.retire(end);
      }
    }
  }

  /** Lets frames that are not of the protocol pass from now on (whitepaper, "Passthrough Mode"). */
  public void allowPassthrough() {
    passthrough = Passthrough.ALWAYS;
  }

  /** Lets frames that are not of the protocol pass before that time. */
  public void allowPassthroughUntil(long nanos) {
    passthrough = Passthrough.UNTIL;
    passthroughEnd = nanos;
  }

  /** Lets no frame pass that is not of the protocol, except silence. */
  public void forbidPassthrough() {
    passthrough = Passthrough.NEVER;
  }

  /**
   * Decrypts one frame, which is never longer than what comes in. If it is delivered, {@link
   * #length()} bytes have been written; otherwise none. Input and output may overlap.
   *
   * @param out has room for {@code length} bytes from {@code outOffset}
   * @throws IndexOutOfBoundsException if a part lies outside of its array
   */
  public FrameOutcome decrypt(
      byte[] in, int offset, int length, byte[] out, int outOffset, long now) {
    Objects.checkFromIndexSize(offset, length, in.length);
    Objects.checkFromIndexSize(outOffset, length, out.length);
    this.length = 0;
    FrameOutcome outcome = judge(in, offset, length, out, outOffset, now);
    counts.lazySet(outcome.ordinal(), counts.getPlain(outcome.ordinal()) + 1);
    return outcome;
  }

  private FrameOutcome judge(
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

  /** The bytes of the last frame, 0 if it was dropped. */
  public int length() {
    return length;
  }

  /** How many frames have come to this. */
  public long count(FrameOutcome outcome) {
    return counts.get(outcome.ordinal());
  }

  /** How many epochs' keys are kept. */
  public int epochs() {
    return epochs.size();
  }

  /** Wipes all keys; frames are dropped for want of one from then on. */
  @Override
  public void close() {
    epochs.forEach(entry -> entry.keys.close());
    epochs.clear();
  }

  /** The number of epochs, and nothing of the keys. */
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
