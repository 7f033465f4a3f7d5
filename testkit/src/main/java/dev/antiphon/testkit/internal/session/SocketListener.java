package dev.antiphon.testkit.internal.session;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.MalformedMessageException;

/** What a {@link ClientSocket} tells of: the one who decides what is said on it. On the loop. */
public interface SocketListener {

  /** The WebSocket is open. */
  void opened(ClientSocket socket);

  /** Who a message is from, which the message itself may say. */
  Target senderOf(ClientSocket socket, GatewayMessage message);

  /** A message is to be acted upon. */
  void received(ClientSocket socket, GatewayMessage message);

  /** Something came that is no message. */
  void malformed(ClientSocket socket, MalformedMessageException cause);

  /** No heartbeat came in time. */
  void silent(ClientSocket socket);

  /** The WebSocket that served this session is closed. */
  void closed(VoiceSession session, int code, boolean byServer);

  /** A Resume of this session was refused with this code. */
  void refused(VoiceSession session, int code);
}
