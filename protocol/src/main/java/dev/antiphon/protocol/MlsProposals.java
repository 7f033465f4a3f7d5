package dev.antiphon.protocol;

import java.util.Objects;

/**
 * Opcode 27, a binary frame from the server: proposals that are appended or revoked.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 *
 * @param operation 0 = append, 1 = revoke; unsigned 8-bit; the decoder also accepts other values
 * @param content for the operation 0, a vector of MLSMessages; for the operation 1, a vector of
 *     proposal references; this module does not parse the content
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
