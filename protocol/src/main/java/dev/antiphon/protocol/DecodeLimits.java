package dev.antiphon.protocol;

/**
 * The limits of what the codecs decode. A message beyond one of them gives a {@link
 * MalformedMessageException}, before anything of the excessive size has been allocated.
 *
 * <p>They are chosen well above what Discord sends and are not configurable. Encoding does not
 * check them.
 */
public final class DecodeLimits {

  /** Length of a JSON message in characters; room for {@link #MAX_USER_IDS} snowflakes. */
  public static final int MAX_MESSAGE_LENGTH = 1 << 20;

  /** Length of a binary frame in bytes, its head included. */
  public static final int MAX_FRAME_LENGTH = 1 << 20;

  /** How deep objects and arrays of a JSON message may be nested; the message itself is one. */
  public static final int MAX_NESTING_DEPTH = 32;

  /** How many JSON tokens (names, values, brackets) a message may have: bounds its tree. */
  public static final int MAX_TOKENS = 1 << 16;

  /** Length of a field's name in characters. */
  public static final int MAX_NAME_LENGTH = 256;

  /** Length in characters of any string, also of fields that are not read. */
  public static final int MAX_STRING_LENGTH = 1 << 16;

  /** Length of a number in digits. */
  public static final int MAX_NUMBER_LENGTH = 64;

  /** Length in characters of a text that is read: token, session id, address, mode, endpoint. */
  public static final int MAX_TEXT_LENGTH = 4096;

  /** How many users one {@link ClientsConnect} may name; a stage holds fewer. */
  public static final int MAX_USER_IDS = 1 << 15;

  /** How many encryption modes one {@link Ready} may offer. */
  public static final int MAX_MODES = 256;

  /** Length of a key in bytes; all known ones have 32. */
  public static final int MAX_KEY_LENGTH = 1024;

  private DecodeLimits() {}
}
