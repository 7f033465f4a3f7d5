package dev.antiphon.protocol;

import java.util.Objects;

/**
 * Opcode 28, a binary frame from the client: this member's commit, and the welcome when the commit
 * adds a member.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 *
 * @param content the commit as an MLSMessage, followed by the Welcome if there is one, without a
 *     length between them; this module does not parse it
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
