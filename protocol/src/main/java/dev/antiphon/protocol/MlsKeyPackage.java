package dev.antiphon.protocol;

import java.util.Objects;

/**
 * Opcode 26, a binary frame from the client: the key package that other members use to add this
 * member.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 *
 * @param content the KeyPackage, alone or wrapped in an MLSMessage; this module does not parse it
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
