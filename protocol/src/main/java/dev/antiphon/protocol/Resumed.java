package dev.antiphon.protocol;

/**
 * Opcode 9, from the server: a {@link Resume} succeeded; what was missed follows or has been sent.
 *
 * <p>Its {@code d} is documented as null and never read. Source: Discord documentation, Voice
 * Connections, "Resuming Voice Connection".
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
