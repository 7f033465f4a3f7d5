package dev.antiphon.protocol;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Opcode 24, from the server: an MLS epoch will begin. Epoch 1 means a new group.
 *
 * <p>The sources disagree about the fields, so each field is optional. The decoder accepts {@code
 * epoch} as a number or a string. Source: Discord documentation, Voice Connections, "End-to-End
 * Encryption (DAVE Protocol)"; DAVE whitepaper, "Voice Gateway".
 *
 * @param epoch the MLS epoch, unsigned 64-bit
 * @param protocolVersion the DAVE version of the epoch
 * @param transitionId the id of the transition, unsigned 16-bit
 */
public record DavePrepareEpoch(
    OptionalLong epoch, OptionalInt protocolVersion, OptionalInt transitionId)
    implements DaveServerMessage {

  public DavePrepareEpoch {
    Objects.requireNonNull(epoch, "epoch");
    Objects.requireNonNull(protocolVersion, "protocolVersion");
    Objects.requireNonNull(transitionId, "transitionId");
    protocolVersion.ifPresent(version -> IntegerRange.INT31.require("protocolVersion", version));
    transitionId.ifPresent(id -> IntegerRange.UINT16.require("transitionId", id));
  }

  @Override
  public int opcode() {
    return Opcode.DAVE_PREPARE_EPOCH.number();
  }

  @Override
  public <R> R accept(Reader<R> reader) {
    return reader.prepareEpoch(this);
  }
}
