package dev.antiphon.gateway.internal;

import dev.antiphon.protocol.Envelope;

/**
 * The sequence number of the last received server message, for heartbeats and Resume.
 *
 * <p>The tracker belongs to the connection, not to one socket. A resumed socket continues with it;
 * a new Identify resets it. Invariant: the value is −1 (no number) or an unsigned 16-bit number. 0
 * is a valid number and follows 65535. The tracker is set on the event loop and can be read from
 * any thread.
 *
 * <p>Source: Discord documentation, "Voice Connections", "Buffered Resume".
 */
public final class SequenceTracker {
  private static final int MAX = 0xFFFF;

  private volatile int last = Envelope.NO_SEQUENCE;

  /**
   * The last received number.
   *
   * @return 0 to 65535, or {@link Envelope#NO_SEQUENCE} before the first numbered message
   */
  public int last() {
    return last;
  }

  /**
   * Stores the number of a message.
   *
   * @param sequence the sequence number, 0 to 65535
   * @throws IllegalArgumentException when the number is out of range
   */
  public void set(int sequence) {
    if (sequence < 0 || sequence > MAX) {
      throw new IllegalArgumentException(
          "the sequence number is " + sequence + "; expected 0 to " + MAX);
    }
    last = sequence;
  }

  /** Clears the number before a new Identify. */
  public void reset() {
    last = Envelope.NO_SEQUENCE;
  }

  @Override
  public String toString() {
    return "SequenceTracker[" + last + "]";
  }
}
