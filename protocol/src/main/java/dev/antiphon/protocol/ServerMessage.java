package dev.antiphon.protocol;

/**
 * A message that the voice server sends to a client.
 *
 * <p>{@link #accept} finds the method of a {@link Receiver} for each type, so a receiver that has
 * none for a new message does not compile.
 */
public sealed interface ServerMessage extends GatewayMessage
    permits Ready,
        SessionDescription,
        Speaking,
        HeartbeatAck,
        Hello,
        Resumed,
        ClientsConnect,
        ClientDisconnect,
        DaveServerMessage,
        Unrecognized {

  /** Calls the method of the receiver for this type of message. */
  void accept(Receiver receiver);

  /** One method for each message of a voice server; those of DAVE are read together. */
  interface Receiver {
    /** Opcode 2. */
    void ready(Ready message);

    /** Opcode 4. */
    void sessionDescription(SessionDescription message);

    /** Opcode 5. */
    void speaking(Speaking message);

    /** Opcode 6. */
    void heartbeatAck(HeartbeatAck message);

    /** Opcode 8. */
    void hello(Hello message);

    /** Opcode 9. */
    void resumed(Resumed message);

    /** Opcode 11. */
    void clientsConnect(ClientsConnect message);

    /** Opcode 13. */
    void clientDisconnect(ClientDisconnect message);

    /** Opcodes 21 to 30, see {@link DaveServerMessage.Reader}. */
    void dave(DaveServerMessage message);

    /** Any other opcode, or one that came in the wrong form. */
    void unrecognized(Unrecognized message);
  }
}
