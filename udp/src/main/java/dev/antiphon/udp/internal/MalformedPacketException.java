package dev.antiphon.udp.internal;

/**
 * A datagram is not the packet it was taken for. Says which field was wrong, what was expected
 * there and what was found; never carries bytes of the packet.
 *
 * <p>It has no stack trace: it describes what a peer sent, and a peer must not be able to make us
 * collect one per datagram.
 */
public final class MalformedPacketException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String field;
  private final String expected;
  private final String found;

  MalformedPacketException(String field, String expected, String found) {
    super(field + ": expected " + expected + ", found " + found, null, false, false);
    this.field = field;
    this.expected = expected;
    this.found = found;
  }

  /** The part of the packet that is wrong, for example {@code "length field"}. */
  public String field() {
    return field;
  }

  /** What the format asks for. */
  public String expected() {
    return expected;
  }

  /** What the packet has instead. */
  public String found() {
    return found;
  }
}
