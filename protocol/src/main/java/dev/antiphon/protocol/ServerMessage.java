package dev.antiphon.protocol;

/**
 * A message that the voice server sends to a client.
 *
 * <p>{@link #accept} calls the method of a {@link Receiver} for the message's type. When a message
 * type is added, receivers without a method for it do not compile.
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

  /** Calls the receiver's method for this message type. */
  void accept(Receiver receiver);

  /**
   * A visitor of server messages: one method for each message type, and one method for all DAVE
   * messages.
   */
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

    /** Opcodes 21 to 30: see {@link DaveServerMessage.Reader}. */
    void dave(DaveServerMessage message);

    /** Any other opcode, or a known opcode in the wrong kind of frame. */
    void unrecognized(Unrecognized message);
  }
}
