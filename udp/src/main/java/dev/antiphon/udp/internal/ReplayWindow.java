package dev.antiphon.udp.internal;

/**
 * Detects replayed packets of one SSRC with one key. It checks only authentic packets, so their
 * sequence, timestamp and nonce come from the server.
 *
 * <p>The check is similar to SRTP (RFC 3711, 3.3.2). A packet is new in two cases. Its sequence is
 * one of the last {@value #SIZE} and was not received yet. Or its sequence is ahead by less than
 * one minute.
 *
 * <p>A 16-bit sequence wraps every 22 minutes, but a timestamp wraps only once per day. Therefore
 * the timestamp must move in the same direction as the sequence. When it moves back, it must move
 * by less than one minute.
 *
 * <p>A sequence that was received is not accepted again with another nonce: the server has relayed
 * the packet twice.
 *
 * <p>Other packets, such as the first packet of a restarted stream, are new if their nonce is
 * higher than all previous nonces of this SSRC. Such a nonce cannot belong to a recorded packet.
 * The window then restarts with this packet. It no longer contains the earlier packets, so it
 * rejects all lower nonces.
 */
final class ReplayWindow {
  static final int SIZE = 128;

  /** The number of 20 ms packets in one minute; MAX_DROPOUT in RFC 3550, A.1. */
  private static final int MAX_AHEAD = 3_000;

  private static final int MINUTE = MAX_AHEAD * OpusPacket.FRAME_SAMPLES;
  private static final int WORD = Long.SIZE;

  private boolean started;
  private int highestSequence;
  private int timestampOfHighest;
  private int highestNonce;
  private int lowestNonce;

  /**
   * Bit n of {@code recent} and {@code older} together: the sequence (highest - n) was received.
   */
  private long recent;

  private long older;

  /** Returns whether the packet is new. A new packet is recorded. */
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
      if (isReceived(-ahead)) {
        return false;
      }
      markReceived(-ahead);
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
    markReceived(0);
    advance(sequence, timestamp);
  }

  private void advance(int sequence, int timestamp) {
    highestSequence = sequence;
    timestampOfHighest = timestamp;
  }

  private boolean isReceived(int behind) {
    long word = behind < WORD ? recent : older;
    return (word >>> behind & 1) != 0;
  }

  private void markReceived(int behind) {
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
    markReceived(0);
  }
}
