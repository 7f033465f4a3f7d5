package dev.antiphon.protocol;

/**
 * The limits of the decoders. A message that exceeds a limit causes a {@link
 * MalformedMessageException}, before memory of the excessive size is allocated.
 *
 * <p>The limits are far above the sizes that Discord sends. They are not configurable. The encoders
 * do not check them.
 */
public final class DecodeLimits {

  /**
   * The maximum length of a JSON message in characters; enough for {@link #MAX_USER_IDS}
   * snowflakes.
   */
  public static final int MAX_MESSAGE_LENGTH = 1 << 20;

  /** The maximum length of a binary frame in bytes, including its header. */
  public static final int MAX_FRAME_LENGTH = 1 << 20;

  /**
   * The maximum nesting depth of objects and arrays in a JSON message; the message itself counts as
   * one level.
   */
  public static final int MAX_NESTING_DEPTH = 32;

  /**
   * The maximum number of JSON tokens (names, values, brackets) in a message. This limit bounds the
   * memory of the parsed message.
   */
  public static final int MAX_TOKENS = 1 << 16;

  /** The maximum length of a field's name in characters. */
  public static final int MAX_NAME_LENGTH = 256;

  /** The maximum length of any string in characters, also in ignored fields. */
  public static final int MAX_STRING_LENGTH = 1 << 16;

  /** The maximum length of a number in digits. */
  public static final int MAX_NUMBER_LENGTH = 64;

  /**
   * The maximum length in characters of a string that a message record contains: token, session id,
   * address, mode or endpoint.
   */
  public static final int MAX_TEXT_LENGTH = 4096;

  /** The maximum number of users in a {@link ClientsConnect}; a stage channel has fewer. */
  public static final int MAX_USER_IDS = 1 << 15;

  /** The maximum number of encryption modes in a {@link Ready}. */
  public static final int MAX_MODES = 256;

  /** The maximum length of a transport key in bytes; all known keys have 32 bytes. */
  public static final int MAX_KEY_LENGTH = 1024;

  private DecodeLimits() {}
}
