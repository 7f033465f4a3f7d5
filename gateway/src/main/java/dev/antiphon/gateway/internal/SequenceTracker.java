package dev.antiphon.gateway.internal;

import dev.antiphon.protocol.Envelope;

/**
 * The sequence number of the last server message that was received, for heartbeats and Resume.
 *
 * <p>It belongs to the connection and outlives its sockets: a resumed socket goes on with it, a new
 * Identify resets it. Invariant: −1 (none) or an unsigned 16-bit number; 0 is a number like any
 * other, it follows 65535. Set on the event loop, readable from any thread.
 *
 * <p>Source: Discord documentation, "Voice Connections", "Buffered Resume".
 */
public final class SequenceTracker {
  private static final int MAX = 0xFFFF;

  private volatile int last = Envelope.NO_SEQUENCE;

  /**
   * The last number received.
   *
   * @return 0 to 65535, or {@link Envelope#NO_SEQUENCE} before the first numbered message
   */
  public int last() {
    return last;
  }

  /**
   * Takes over the number of a message.
   *
   * @param sequence 0 to 65535
   * @throws IllegalArgumentException when it is outside that range
   */
  public void set(int sequence) {
    if (sequence < 0 || sequence > MAX) {
      throw new IllegalArgumentException("sequence " + sequence + "; expected 0 to " + MAX);
    }
    last = sequence;
  }

  /** Forgets the number, as a new Identify wants it. */
  public void reset() {
    last = Envelope.NO_SEQUENCE;
  }

  @Override
  public String toString() {
    return "SequenceTracker[" + last + "]";
  }
}
