package dev.antiphon.protocol;

import java.util.Objects;

/**
 * Opcode 25, a binary frame from the server: the credential and key under which the server proposes
 * members.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 *
 * @param content ExternalSender, not looked into
 */
public record MlsExternalSender(OpaqueBytes content) implements DaveServerMessage {

  public MlsExternalSender {
    Objects.requireNonNull(content, "content");
  }

  @Override
  public int opcode() {
    return Opcode.MLS_EXTERNAL_SENDER.number();
  }

  @Override
  public <R> R accept(Reader<R> reader) {
    return reader.externalSender(this);
  }
}
