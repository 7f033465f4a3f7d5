package dev.antiphon.protocol;

/**
 * Opcode 31, from the client: the client could not process a commit or welcome, and requests to be
 * added to the group again.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 *
 * @param transitionId the transition id of the commit or welcome, unsigned 16-bit
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
