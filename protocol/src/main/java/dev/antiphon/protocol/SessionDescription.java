package dev.antiphon.protocol;

import java.util.Objects;

/**
 * Opcode 4, from the server: the key of the transport encryption. After this message, audio can be
 * sent and received.
 *
 * <p>The decoder accepts any mode name and any key length up to {@link
 * DecodeLimits#MAX_KEY_LENGTH}. The receiver of the message must check mode and length. The decoder
 * reads an absent {@code dave_protocol_version} as 0. {@link #toString()} hides the key. Source:
 * Discord documentation, Voice Connections, "Establishing a Voice UDP Connection".
 *
 * @param mode the wire name of the encryption mode
 * @param secretKey the key of the transport encryption; a secret
 * @param daveProtocolVersion the DAVE version of the call; 0 = no end-to-end encryption
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
