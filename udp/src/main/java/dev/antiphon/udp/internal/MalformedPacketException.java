package dev.antiphon.udp.internal;

/**
 * Thrown when a datagram is not a valid packet of the expected kind. It contains the field, the
 * expected value and the value that was found. It never contains bytes of the packet.
 *
 * <p>It has no stack trace, because a peer could otherwise cause the cost of a stack trace for each
 * datagram.
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

  /** The invalid field of the packet, for example {@code "length field"}. */
  public String field() {
    return field;
  }

  /** The value that the format requires. */
  public String expected() {
    return expected;
  }

  /** The value that was found in the packet. */
  public String found() {
    return found;
  }
}
