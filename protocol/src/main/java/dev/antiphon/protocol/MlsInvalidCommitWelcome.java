package dev.antiphon.protocol;

/**
 * Opcode 31, from the client: a commit or welcome could not be used; asks to be added anew.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 *
 * @param transitionId the transition of the commit or welcome, unsigned 16 bit
 */
public record MlsInvalidCommitWelcome(int transitionId) implements ClientMessage {

  public MlsInvalidCommitWelcome {
    IntegerRange.UINT16.require("transitionId", transitionId);
  }

  @Override
  public int opcode() {
    return Opcode.MLS_INVALID_COMMIT_WELCOME.number();
  }
}
