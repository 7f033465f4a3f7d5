package dev.antiphon.protocol;

import java.util.Objects;

/**
 * A well-formed message whose opcode this library gives no record: 12, 14 to 20, 32, any unknown
 * number, and a known opcode that came in the wrong form (a binary opcode in a text frame or the
 * other way round). Both ways.
 *
 * <p>It can also be encoded, so that a test server can say things that no record allows: the
 * payload is then written as it is. What is written as sequence is that of the {@link Envelope}.
 *
 * @param opcode 0 or more; in a binary frame at most 255
 * @param sequence the sequence number it came with, 0 to 65535, or -1 for none
 * @param payload from a text frame the JSON text of {@code d} in UTF-8, exactly as received and
 *     empty when there was none; from a binary frame what follows the opcode
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
