package dev.antiphon.gateway.internal;

import dev.antiphon.protocol.MalformedMessageException;
import dev.antiphon.protocol.ServerMessage;

/**
 * Receives the events of one voice socket, in order.
 *
 * <p>All methods are called on the event loop of the dial and must not block. A dial ends with
 * exactly one of {@link #opened()} and {@link #dialFailed}. An open socket ends with {@link
 * #closed}. After {@code dialFailed}, {@code closed} or a call of {@link VoiceSocket#abort()}, no
 * method is called. Exceptions of a listener are logged and ignored.
 */
public interface VoiceSocketListener {
  /** The WebSocket is open. Messages can be sent. */
  void opened();

  /**
   * A message of the server was received. The sequence tracker already contains its number. The
   * socket handles Heartbeat ACK (op 6) and the server's request for a heartbeat (op 3), and does
   * not report them. A message that only clients send is reported as {@link
   * dev.antiphon.protocol.Unrecognized} without its content.
   *
   * @param message the message
   * @param sequence the message's sequence number, 0 to 65535, or −1 when it has none
   */
  void message(ServerMessage message, int sequence);

  /**
   * A received message could not be decoded. The socket stays open. If the sequence number could be
   * read, the tracker already contains it.
   *
   * @param cause the error in the message
   */
  void malformed(MalformedMessageException cause);

  /**
   * An acknowledgement was received for an unknown heartbeat, or a second time. The method is only
   * for counting.
   */
  default void unknownAcknowledgement() {}

  /**
   * More heartbeats in a row are unanswered than tolerated. This method is called once, when the
   * next heartbeat is due. The socket then sends no more scheduled heartbeats, but it stays open.
   *
   * @param unanswered the number of scheduled heartbeats without an answer
   */
  void heartbeatsMissed(int unanswered);

  /**
   * The dial failed. The socket was not opened.
   *
   * @param cause the stage and the error
   */
  void dialFailed(DialException cause);

  /**
   * The socket was closed. This method is called when the server's close frame arrives, or when the
   * TCP connection ends without a close frame. {@link VoiceSocket#closed()} completes later, when
   * the channel is closed.
   *
   * <p>The socket generates these codes: 1005 for a close frame without a code; 1006 for a TCP
   * connection that ended or was dropped without a close frame; 1002, 1007 and 1009 when the server
   * violates the WebSocket protocol, sends text that is not UTF-8, or exceeds a size limit. In the
   * last three cases, the socket also sends the code to the server. All other codes come from the
   * server.
   *
   * @param code the close code
   * @param reason the server's reason, at most 123 bytes of UTF-8 (RFC 6455 section 5.5), or a
   *     description for a generated code; can be empty
   */
  void closed(int code, String reason);
}
