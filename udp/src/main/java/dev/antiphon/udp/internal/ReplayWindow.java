package dev.antiphon.udp.internal;

/**
 * Tells a packet that was received before from a new one, for one SSRC under one key. Asked only
 * about authentic packets, whose sequence, timestamp and nonce are therefore the server's own.
 *
 * <p>A packet is judged as SRTP does (RFC 3711, 3.3.2): it is new if its sequence is one of the
 * {@value #SIZE} last and not taken yet, or lies ahead by less than a minute. Because the 16 bits
 * of a sequence come round every 22 minutes, the timestamp, which takes a day for that, must have
 * gone the same way, and when it goes back, by less than a minute. A sequence that is taken stays
 * so under another nonce, too: the server has relayed it twice.
 *
 * <p>A packet that does not fit so, such as the first of a stream that starts over, is new if its
 * nonce is above every one seen from this SSRC, and so cannot belong to a recorded packet. The
 * window then starts over with it. What was taken before is forgotten thereby, so from then on
 * lower nonces are refused.
 */
final class ReplayWindow {
  static final int SIZE = 128;

  /** Packets of 20 ms in one minute; RFC 3550, A.1, calls this MAX_DROPOUT. */
  private static final int MAX_AHEAD = 3_000;

  private static final int MINUTE = MAX_AHEAD * OpusPacket.FRAME_SAMPLES;
  private static final int WORD = Long.SIZE;

  private boolean started;
  private int highestSequence;
  private int timestampOfHighest;
  private int highestNonce;
  private int lowestNonce;

  /** Bit n of {@code recent}, then of {@code older}: sequence highest - n has been taken. */
  private long recent;

  private long older;

  /** Whether the packet is new; if so, it is remembered. */
  boolean accept(int sequence, int timestamp, int nonce) {
    if (!started) {
      started = true;
      highestNonce = nonce;
      restart(sequence, timestamp);
      return true;
    }
    if (Integer.compareUnsigned(nonce, lowestNonce) < 0) {
      return false;
    }
    boolean nonceIsNew = Integer.compareUnsigned(nonce, highestNonce) > 0;
    int ahead = (short) (sequence - highestSequence);
    int timeAhead = timestamp - timestampOfHighest;
    if (ahead > 0 && ahead <= MAX_AHEAD && timeAhead > 0) {
      shift(ahead);
      advance(sequence, timestamp);
    } else if (ahead <= 0 && ahead > -SIZE && timeAhead <= 0 && timeAhead >= -MINUTE) {
      if (isTaken(-ahead)) {
        return false;
      }
      take(-ahead);
    } else if (nonceIsNew) {
      lowestNonce = nonce;
      restart(sequence, timestamp);
    } else {
      return false;
    }
    if (nonceIsNew) {
      highestNonce = nonce;
    }
    return true;
  }

  private void restart(int sequence, int timestamp) {
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
      older = (older << by) | (recent >>> (WORD - by));
      recent <<= by;
    }
    take(0);
  }
}
