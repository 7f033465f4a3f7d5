package dev.antiphon.gateway.internal;

import dev.antiphon.protocol.MalformedMessageException;
import dev.antiphon.protocol.ServerMessage;

/**
 * What happens on one voice socket, in order.
 *
 * <p>Every call comes on the event loop of the dial and must not block. A dial ends in exactly one
 * of {@link #opened()} and {@link #dialFailed}, an open socket in {@link #closed}; after {@code
 * dialFailed} or {@code closed}, and after {@link VoiceSocket#abort()} was called, nothing more is
 * called. Whatever a listener throws is logged and otherwise ignored.
 */
public interface VoiceSocketListener {
  /** The WebSocket is open: messages can be sent. */
  void opened();

  /**
   * A message of the server. The sequence tracker holds its number already. Heartbeat ACK (op 6)
   * and the server's request for a heartbeat (op 3) are handled by the socket and not handed up. A
   * message that only clients send comes as {@link dev.antiphon.protocol.Unrecognized}, without its
   * content.
   *
   * @param message the message
   * @param sequence its number, 0 to 65535, or −1 when it has none
   */
  void message(ServerMessage message, int sequence);

  /**
   * A message that could not be decoded; the socket stays open. When its sequence number could be
   * read, the tracker holds it already.
   *
   * @param cause what was wrong with it
   */
  void malformed(MalformedMessageException cause);

  /**
   * A heartbeat was answered that had not been sent, or was answered before; only to be counted.
   */
  default void unknownAcknowledgement() {}

  /**
   * At a beat, more heartbeats in a row were unanswered than are tolerated. Called once; no further
   * scheduled heartbeats go out, and the socket does nothing else about it.
   *
   * @param unanswered the number of scheduled heartbeats without an answer
   */
  void heartbeatsMissed(int unanswered);

  /**
   * The dial failed; there is no socket.
   *
   * @param cause the stage, and a sentence
   */
  void dialFailed(DialException cause);

  /**
   * The socket has ended. Called when the server's close frame arrives, or when the TCP connection
   * is gone without one; {@link VoiceSocket#closed()} follows when the channel is really closed.
   *
   * <p>Codes made here: 1005, a close frame without a code; 1006, the TCP connection ended or was
   * dropped without a close frame; 1002, 1007 and 1009, the server broke the WebSocket protocol,
   * sent text that is not UTF-8, or exceeded a size limit (the same code was sent to it). All
   * others are the server's.
   *
   * @param code the close code
   * @param reason the server's reason, at most 123 bytes of UTF-8 (RFC 6455 section 5.5), or a
   *     sentence for the codes made here; possibly empty
   */
  void closed(int code, String reason);
}
