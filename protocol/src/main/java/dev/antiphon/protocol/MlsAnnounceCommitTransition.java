package dev.antiphon.protocol;

import java.util.Objects;

/**
 * Opcode 29, a binary frame from the server: the commit that the server selected for the group.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 *
 * @param transitionId the id of the transition that the commit begins, unsigned 16-bit; 0 = the
 *     transition takes effect immediately
 * @param content the commit as an MLSMessage; this module does not parse it
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
