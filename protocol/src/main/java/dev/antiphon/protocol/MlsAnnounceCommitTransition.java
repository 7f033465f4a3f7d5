package dev.antiphon.protocol;

import java.util.Objects;

/**
 * Opcode 29, a binary frame from the server: the commit that won.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 *
 * @param transitionId the transition it begins, unsigned 16 bit; 0 = executes at once
 * @param content MLSMessage of the commit, not looked into
 */
public record MlsAnnounceCommitTransition(int transitionId, OpaqueBytes content)
    implements DaveServerMessage {

  public MlsAnnounceCommitTransition {
    IntegerRange.UINT16.require("transitionId", transitionId);
    Objects.requireNonNull(content, "content");
  }

  @Override
  public int opcode() {
    return Opcode.MLS_ANNOUNCE_COMMIT_TRANSITION.number();
  }

  @Override
  public <R> R accept(Reader<R> reader) {
    return reader.announceCommitTransition(this);
  }
}
