package dev.antiphon.protocol;

import java.util.Objects;

/**
 * Opcode 4, from the server: the transport key. Audio can flow from here on.
 *
 * <p>Any mode text and any key length are decoded; judging them is left to the receiver. An absent
 * {@code dave_protocol_version} is read as 0. {@link #toString()} hides the key. Source: Discord
 * documentation, Voice Connections, "Establishing a Voice UDP Connection".
 *
 * @param mode wire name of the encryption mode in force
 * @param secretKey key of the transport encryption; a secret
 * @param daveProtocolVersion DAVE version of the call; 0 = no end-to-end encryption
 */
public record SessionDescription(String mode, TransportKey secretKey, int daveProtocolVersion)
    implements ServerMessage {

  public SessionDescription {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(secretKey, "secretKey");
    IntegerRange.INT31.require("daveProtocolVersion", daveProtocolVersion);
  }

  @Override
  public int opcode() {
    return Opcode.SESSION_DESCRIPTION.number();
  }

  @Override
  public void accept(Receiver receiver) {
    receiver.sessionDescription(this);
  }
}
