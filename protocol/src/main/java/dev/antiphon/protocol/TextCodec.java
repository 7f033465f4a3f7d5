package dev.antiphon.protocol;

/** Stub. */
public final class TextCodec {

  /** Writes a message without sequence number. */
  public String encode(GatewayMessage message) {
    return encode(Envelope.unnumbered(message));
  }

  /** Writes a message. */
  public String encode(Envelope envelope) {
    throw new UnsupportedOperationException();
  }

  /** Reads a message. */
  public Envelope decode(String text) throws MalformedMessageException {
    throw new UnsupportedOperationException();
  }
}
