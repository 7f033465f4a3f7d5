package dev.antiphon.testkit.internal.session;

import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.MalformedMessageException;

/** Listener of a {@link ClientSocket}. It processes the messages. Called on the loop. */
public interface SocketListener {

  /** The WebSocket is open. */
  void opened(ClientSocket socket);

  /** Returns the sender of a message. Identify and Resume contain their sender. */
  Target senderOf(ClientSocket socket, GatewayMessage message);

  /** A message must be processed. */
  void received(ClientSocket socket, GatewayMessage message);

  /** A frame is not a valid message. */
  void malformed(ClientSocket socket, MalformedMessageException cause);

  /** No heartbeat arrived in time. */
  void silent(ClientSocket socket);

  /** The WebSocket of this session is closed. */
  void closed(VoiceSession session, int code, boolean byServer);

  /** A Resume of this session was refused with this code. */
  void refused(VoiceSession session, int code);
}
