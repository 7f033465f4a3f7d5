package dev.antiphon.protocol;

/**
 * Opcode 3, from the client: a heartbeat. Servers also send this opcode, to request a heartbeat
 * immediately; Discord does not document this.
 *
 * <p>The encoder writes the format of version 8, {@code {"t":…,"seq_ack":…}}. It omits {@code
 * seq_ack} when there is no sequence number. The decoder accepts three formats: the format of
 * version 8; the format before version 8, where the data field {@code d} is the nonce itself, not
 * an object; and a null or absent {@code d}, which is a request from the server and decodes to
 * nonce 0. Source: Discord documentation, Voice Connections, "Heartbeating" and "Buffered Resume".
 *
 * @param nonce any 64-bit value, unsigned on the wire. Use values below 2^53, because some peers
 *     read numbers as doubles.
 * @param seqAck the last received sequence number, 0 to 65535; -1 when no sequence number was
 *     received
 */
public record Heartbeat(long nonce, int seqAck) implements ClientMessage {

  public Heartbeat {
    Sequences.requireSequence("seqAck", seqAck);
  }

  @Override
  public int opcode() {
    return Opcode.HEARTBEAT.number();
  }
}
