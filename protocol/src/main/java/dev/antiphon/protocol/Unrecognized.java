package dev.antiphon.protocol;

import java.util.Objects;

/**
 * A well-formed message whose opcode has no record in this library; sent by clients and servers.
 *
 * <p>The opcode is 12, 14 to 20, 32 or unknown. It can also be a known opcode in the wrong kind of
 * frame: a binary opcode in a text frame, or a text opcode in a binary frame.
 *
 * <p>The encoders also accept this record, so that a test server can send messages that no other
 * record allows. They write the payload unchanged, and take the sequence number from the {@link
 * Envelope}.
 *
 * @param opcode the opcode, 0 or more; in a binary frame at most 255
 * @param sequence the sequence number of the received message, 0 to 65535, or -1 when it has none
 * @param payload from a text frame: the JSON text of the data field {@code d} in UTF-8, exactly as
 *     received, empty when {@code d} is absent; from a binary frame: the bytes after the opcode
 */
public record Unrecognized(int opcode, int sequence, OpaqueBytes payload)
    implements ClientMessage, ServerMessage {

  public Unrecognized {
    IntegerRange.INT31.require("opcode", opcode);
    Sequences.requireSequence("sequence", sequence);
    Objects.requireNonNull(payload, "payload");
  }

  @Override
  public void accept(Receiver receiver) {
    receiver.unrecognized(this);
  }
}
