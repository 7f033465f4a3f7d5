package dev.antiphon.protocol;

/** Stub. */
public final class BinaryCodec {

  /** Writes a frame as the client does. */
  public byte[] encodeFromClient(GatewayMessage message) {
    throw new UnsupportedOperationException();
  }

  /** Writes a frame as the server does. */
  public byte[] encodeFromServer(Envelope envelope) {
    throw new UnsupportedOperationException();
  }

  /** Reads a frame of the server. */
  public Envelope decodeFromServer(byte[] frame) throws MalformedMessageException {
    throw new UnsupportedOperationException();
  }

  /** Reads a frame of the client. */
  public GatewayMessage decodeFromClient(byte[] frame) throws MalformedMessageException {
    throw new UnsupportedOperationException();
  }
}
