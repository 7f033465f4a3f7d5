package dev.antiphon.protocol;

import java.util.Objects;

/**
 * Opcode 30, a binary frame from the server: the welcome of a member just added.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 *
 * @param transitionId the transition it begins, unsigned 16 bit; 0 = executes at once
 * @param content Welcome, not looked into
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
