package dev.antiphon.udp;

/**
 * Tells a packet that was received before from a new one, for one SSRC under one key. Asked only
 * about authentic packets, whose sequence, timestamp and nonce are therefore the server's own.
 *
 * <p>A nonce above every one seen from this SSRC cannot belong to a recorded packet, so such a
 * packet is new, whatever its sequence: that covers the ordinary packet and a stream that starts
 * over. A packet with a lower nonce, which the network has overtaken or whose server does not
 * count, is judged as SRTP does (RFC 3711, 3.3.2): it is new if its sequence is one of the {@value
 * #SIZE} last and not taken yet, or lies ahead by less than a minute. Because the 16 bits of a
 * sequence come round every 22 minutes, the timestamp, which takes a day for that, must have gone
 * the same way.
 */
final class ReplayWindow {
  static final int SIZE = 128;

  /** Packets of 20 ms in one minute; RFC 3550, A.1, calls this MAX_DROPOUT. */
  private static final int MAX_AHEAD = 3_000;

  private static final int WORD = Long.SIZE;

  private boolean started;
  private int highestSequence;
  private int timestampOfHighest;
  private int highestNonce;

  /** Bit n of {@code recent}, then of {@code older}: sequence highest - n has been taken. */
  private long recent;

  private long older;

  /** Whether the packet is new; if so, it is remembered. */
  boolean accept(int sequence, int timestamp, int nonce) {
    boolean nonceIsNew = !started || Integer.compareUnsigned(nonce, highestNonce) > 0;
    if (!started || !fits(sequence, timestamp)) {
      if (!nonceIsNew) {
        return false;
      }
      restart(sequence, timestamp);
    }
    if (nonceIsNew) {
      highestNonce = nonce;
    }
    return true;
  }

  /** Takes the packet into the window if it continues the stream. */
  private boolean fits(int sequence, int timestamp) {
    int ahead = (short) (sequence - highestSequence);
    int timeAhead = timestamp - timestampOfHighest;
    if (ahead > 0) {
      if (ahead > MAX_AHEAD || timeAhead <= 0) {
        return false;
      }
      shift(ahead);
      advance(sequence, timestamp);
      return true;
    }
    if (ahead <= -SIZE || timeAhead > 0 || isTaken(-ahead)) {
      return false;
    }
    take(-ahead);
    return true;
  }

  private void restart(int sequence, int timestamp) {
    started = true;
    recent = 0;
    older = 0;
    take(0);
    advance(sequence, timestamp);
  }

  private void advance(int sequence, int timestamp) {
    highestSequence = sequence;
    timestampOfHighest = timestamp;
  }

  private boolean isTaken(int behind) {
    long word = behind < WORD ? recent : older;
    return (word >>> behind & 1) != 0;
  }

  private void take(int behind) {
    if (behind < WORD) {
      recent |= 1L << behind;
    } else {
      older |= 1L << behind;
    }
  }

  private void shift(int by) {
    if (by >= 2 * WORD) {
      older = 0;
      recent = 0;
    } else if (by >= WORD) {
      older = recent << by;
      recent = 0;
    } else {
      older = older << by | recent >>> WORD - by;
      recent <<= by;
    }
    take(0);
  }
}
