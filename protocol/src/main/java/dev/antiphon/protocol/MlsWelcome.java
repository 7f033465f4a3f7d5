package dev.antiphon.protocol;

import java.util.Objects;

/**
 * Opcode 30, a binary frame from the server: the welcome for a member that was added to the group.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 *
 * @param transitionId the id of the transition that the welcome begins, unsigned 16-bit; 0 = the
 *     transition takes effect immediately
 * @param content the MLS Welcome; this module does not parse it
 */
public record MlsWelcome(int transitionId, OpaqueBytes content) implements DaveServerMessage {

  public MlsWelcome {
    IntegerRange.UINT16.require("transitionId", transitionId);
    Objects.requireNonNull(content, "content");
  }

  @Override
  public int opcode() {
    return Opcode.MLS_WELCOME.number();
  }

  @Override
  public <R> R accept(Reader<R> reader) {
    return reader.welcome(this);
  }
}
