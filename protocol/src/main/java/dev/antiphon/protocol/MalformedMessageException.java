package dev.antiphon.protocol;

/**
 * Thrown when a received message cannot be decoded. It contains the field, the expected kind of
 * value and the kind of the value that was found.
 *
 * <p>The exception never contains a value of the message, only the kind of the value. Therefore the
 * exception can be logged even when the message contains secrets. The exception has no cause,
 * because a cause could contain a value.
 */
public final class MalformedMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  /** The value of {@link #opcode()} when the opcode could not be read. */
  public static final int UNKNOWN_OPCODE = -1;

  private final int opcode;
  private final int sequence;
  private final String field;
  private final String expected;
  private final String found;

  /**
   * Creates the exception.
   *
   * @param opcode the message's opcode, or {@link #UNKNOWN_OPCODE}
   * @param sequence the message's sequence number, or -1 when it is absent or could not be read
   * @param field the path of the invalid field, such as {@code d.secret_key[3]}; {@code message}
   *     for the whole message
   * @param expected the expected kind of value, with an article, such as {@code a string}
   * @param found the kind of the value that was found, never the value itself; such as {@code array
   *     of 3} or {@code missing}
   */
  public MalformedMessageException(
      int opcode, int sequence, String field, String expected, String found) {
    super(sentence(opcode, field, expected, found));
    this.opcode = opcode;
    this.sequence = sequence;
    this.field = field;
    this.expected = expected;
    this.found = found;
  }

  private static String sentence(int opcode, String field, String expected, String found) {
    String which = opcode == UNKNOWN_OPCODE ? "" : " with opcode " + opcode;
    return "Malformed message%s: %s: expected %s, found %s"
        .formatted(which, field, expected, found);
  }

  /** The message's opcode, or {@link #UNKNOWN_OPCODE}. */
  public int opcode() {
    return opcode;
  }

  /** The message's sequence number, or -1 when it is absent or could not be read. */
  public int sequence() {
    return sequence;
  }

  /** The path of the invalid field, such as {@code d.secret_key[3]}. */
  public String field() {
    return field;
  }

  /** The expected kind of value. */
  public String expected() {
    return expected;
  }

  /** The kind of the value that was found, never the value itself. */
  public String found() {
    return found;
  }
}
