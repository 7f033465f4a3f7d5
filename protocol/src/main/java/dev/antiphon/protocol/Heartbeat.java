package dev.antiphon.protocol;

/**
 * Opcode 3, from the client: a heartbeat. Unofficially also from the server, asking for one at
 * once.
 *
 * <p>The form of version 8, {@code {"t":…,"seq_ack":…}}, is written, {@code seq_ack} being left out
 * when there is none. Read are this form, the form of the versions before 8 ({@code d} is the bare
 * nonce), and {@code d} null or absent (a request that carries nothing; nonce 0). Source: Discord
 * documentation, Voice Connections, "Heartbeating" and "Buffered Resume".
 *
 * @param nonce any 64-bit value, unsigned on the wire; keep it below 2^53 for peers that read
 *     numbers as doubles
 * @param seqAck the last sequence number received, 0 to 65535, or -1 when none was
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
