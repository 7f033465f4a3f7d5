package dev.antiphon.protocol;

/**
 * A message on the voice gateway, version 8, in either direction: one record per opcode.
 *
 * <p>The records are immutable. Their constructors reject values that cannot be encoded ({@link
 * IllegalArgumentException}, {@link NullPointerException}). Snowflakes, nonces and epochs are
 * unsigned values in a {@code long}. {@code toString()} never contains a secret.
 *
 * <p>Source: Discord documentation, Opcodes and Status Codes, "Voice".
 */
public sealed interface GatewayMessage permits ClientMessage, ServerMessage {

  /** The opcode of this message, 0 or more. */
  int opcode();
}
