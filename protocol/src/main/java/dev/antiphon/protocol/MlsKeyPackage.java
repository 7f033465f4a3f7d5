package dev.antiphon.protocol;

import java.util.Objects;

/**
 * Opcode 26, a binary frame from the client: the key package with which others can add this member.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 *
 * @param content KeyPackage, bare or wrapped in an MLSMessage, not looked into
 */
public record MlsKeyPackage(OpaqueBytes content) implements ClientMessage {

  public MlsKeyPackage {
    Objects.requireNonNull(content, "content");
  }

  @Override
  public int opcode() {
    return Opcode.MLS_KEY_PACKAGE.number();
  }
}
