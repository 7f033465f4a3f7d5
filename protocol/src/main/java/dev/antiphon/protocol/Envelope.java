package dev.antiphon.protocol;

import java.util.Objects;

/**
 * A message and its sequence number.
 *
 * <p>Only messages of the server have a sequence number. The server numbers only the messages that
 * it can repeat after a resume. Text and binary frames share one 16-bit counter, which wraps from
 * 65535 to 0. 0 is a valid sequence number. Source: Discord documentation, Voice Connections,
 * "Buffered Resume".
 *
 * @param sequence the sequence number, 0 to 65535, or {@link #NO_SEQUENCE}
 * @param message the message
 */
public record Envelope(int sequence, GatewayMessage message) {

  /** The {@link #sequence()} of a message without a sequence number. */
  public static final int NO_SEQUENCE = -1;

  public Envelope {
    Sequences.requireSequence("sequence", sequence);
    Objects.requireNonNull(message, "message");
  }

  /** Wraps a message that has no sequence number. */
  public static Envelope unnumbered(GatewayMessage message) {
    return new Envelope(NO_SEQUENCE, message);
  }
}
