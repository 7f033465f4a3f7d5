package dev.antiphon.protocol;

/**
 * Opcode 22, from the server: all members are ready, and a prepared transition takes effect.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 *
 * @param transitionId the id of the prepared transition, unsigned 16-bit
 */
public record DaveExecuteTransition(int transitionId) implements DaveServerMessage {

  public DaveExecuteTransition {
    IntegerRange.UINT16.require("transitionId", transitionId);
  }

  @Override
  public int opcode() {
    return Opcode.DAVE_EXECUTE_TRANSITION.number();
  }

  @Override
  public <R> R accept(Reader<R> reader) {
    return reader.executeTransition(this);
  }
}
