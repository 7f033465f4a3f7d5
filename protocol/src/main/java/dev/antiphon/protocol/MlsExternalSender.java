package dev.antiphon.protocol;

import java.util.Objects;

/**
 * Opcode 25, a binary frame from the server: the credential and public key that the server uses to
 * propose members.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 *
 * @param content the MLS ExternalSender; this module does not parse it
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
