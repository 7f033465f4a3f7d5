package dev.antiphon.protocol;

import java.util.Objects;

/**
 * A message with the sequence number it travels under.
 *
 * <p>Only the server numbers messages, and only those that it can repeat after a resume. The
 * numbers of text and binary frames are one counter that wraps at 16 bits; 0 is a number like any
 * other. Source: Discord documentation, Voice Connections, "Buffered Resume".
 *
 * @param sequence 0 to 65535, or {@link #NO_SEQUENCE}
 * @param message what was said
 */
public record Envelope(int sequence, GatewayMessage message) {

  /** The {@link #sequence()} of a message that has none. */
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
