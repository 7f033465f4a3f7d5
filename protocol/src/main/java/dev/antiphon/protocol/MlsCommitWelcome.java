package dev.antiphon.protocol;

import java.util.Objects;

/**
 * Opcode 28, a binary frame from the client: a commit of this member and, when it adds somebody,
 * the welcome.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 *
 * @param content MLSMessage of the commit, then optionally the Welcome, with no length between, not
 *     looked into
 */
public record MlsCommitWelcome(OpaqueBytes content) implements ClientMessage {

  public MlsCommitWelcome {
    Objects.requireNonNull(content, "content");
  }

  @Override
  public int opcode() {
    return Opcode.MLS_COMMIT_WELCOME.number();
  }
}
