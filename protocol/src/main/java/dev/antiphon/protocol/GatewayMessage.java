package dev.antiphon.protocol;

/**
 * A message on the voice gateway, version 8, in either direction: one record per opcode.
 *
 * <p>The records are immutable and refuse values that cannot be written ({@link
 * IllegalArgumentException}, {@link NullPointerException}). Snowflakes, nonces and epochs are
 * unsigned values in a {@code long}. Secrets never show in {@code toString()}.
 *
 * <p>Source: Discord documentation, Opcodes and Status Codes, "Voice".
 */
public sealed interface GatewayMessage permits ClientMessage, ServerMessage {

  /** The number of the message's opcode, 0 or more. */
  int opcode();
}
