package dev.antiphon.protocol;

/**
 * Opcode 9, from the server: a {@link Resume} succeeded. The server sends the missed messages
 * before or after this message.
 *
 * <p>According to Discord's documentation, the data field {@code d} is null. The decoder ignores
 * the value. Source: Discord documentation, Voice Connections, "Resuming Voice Connection".
 */
public record Resumed() implements ServerMessage {

  @Override
  public int opcode() {
    return Opcode.RESUMED.number();
  }

  @Override
  public void accept(Receiver receiver) {
    receiver.resumed(this);
  }
}
