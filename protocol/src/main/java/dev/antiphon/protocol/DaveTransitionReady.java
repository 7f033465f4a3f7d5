package dev.antiphon.protocol;

/**
 * Opcode 23, from the client: this member is ready for a prepared transition.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 *
 * @param transitionId the id of the prepared transition, unsigned 16-bit
 */
public record DaveTransitionReady(int transitionId) implements ClientMessage {

  public DaveTransitionReady {
    IntegerRange.UINT16.require("transitionId", transitionId);
  }

  @Override
  public int opcode() {
    return Opcode.DAVE_TRANSITION_READY.number();
  }
}
