package dev.antiphon.protocol;

import java.util.Objects;

/**
 * Opcode 27, a binary frame from the server: proposals that are appended or revoked.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 *
 * @param operation 0 = append, 1 = revoke; unsigned 8-bit; the decoder also accepts other values
 * @param content a vector of MLSMessages (append) or of proposal references (revoke); this module
 *     does not parse it
 */
public record MlsProposals(int operation, OpaqueBytes content) implements DaveServerMessage {

  public MlsProposals {
    IntegerRange.UINT8.require("operation", operation);
    Objects.requireNonNull(content, "content");
  }

  @Override
  public int opcode() {
    return Opcode.MLS_PROPOSALS.number();
  }

  @Override
  public <R> R accept(Reader<R> reader) {
    return reader.proposals(this);
  }
}
