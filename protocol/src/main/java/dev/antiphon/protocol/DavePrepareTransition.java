package dev.antiphon.protocol;

/**
 * Opcode 21, from the server: clients must prepare a change of the end-to-end encryption.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 *
 * @param transitionId the id of the transition, unsigned 16-bit; 0 = the encryption is initialised
 *     or re-initialised, and the change takes effect immediately
 * @param protocolVersion the DAVE version after the transition; 0 = no end-to-end encryption
 */
public record DavePrepareTransition(int transitionId, int protocolVersion)
    implements DaveServerMessage {

  public DavePrepareTransition {
    IntegerRange.UINT16.require("transitionId", transitionId);
    IntegerRange.INT31.require("protocolVersion", protocolVersion);
  }

  @Override
  public int opcode() {
    return Opcode.DAVE_PREPARE_TRANSITION.number();
  }

  @Override
  public <R> R accept(Reader<R> reader) {
    return reader.prepareTransition(this);
  }
}
