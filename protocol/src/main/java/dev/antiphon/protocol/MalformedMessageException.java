package dev.antiphon.protocol;

/**
 * A message from the wire that cannot be decoded: what was wrong, and what was expected.
 *
 * <p>It never holds a value of the message, only the kind of what was found, so it can be logged
 * even when the message carried secrets. For the same reason it has no cause.
 */
public final class MalformedMessageException extends Exception {

  private static final long serialVersionUID = 1L;

  /** The {@link #opcode()} of a message whose opcode could not be read. */
  public static final int UNKNOWN_OPCODE = -1;

  private final int opcode;
  private final int sequence;
  private final String field;
  private final String expected;
  private final String found;

  /**
   * A malformed message.
   *
   * @param opcode its opcode, or {@link #UNKNOWN_OPCODE}
   * @param sequence its sequence number, or -1 when it had none or none could be read
   * @param field where in the message, such as {@code d.secret_key[3]}; {@code message} for the
   *     whole of it
   * @param expected what should have been there, with its article: {@code a string}
   * @param found the kind of what was there, never its value: {@code array of 3}, {@code missing}
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

  /** The message's sequence number, or -1 when it had none or none could be read. */
  public int sequence() {
    return sequence;
  }

  /** Path of the field at fault, such as {@code d.secret_key[3]}. */
  public String field() {
    return field;
  }

  /** What should have been there. */
  public String expected() {
    return expected;
  }

  /** The kind of what was there, never its value. */
  public String found() {
    return found;
  }
}
