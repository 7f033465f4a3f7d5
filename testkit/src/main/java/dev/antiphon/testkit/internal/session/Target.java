package dev.antiphon.testkit.internal.session;

import dev.antiphon.testkit.server.Peer;
import java.util.Optional;

/**
 * Whom something concerns.
 *
 * @param socket the open WebSocket, if there is one
 * @param session the session, if there is one; a Resume that is not accepted yet names its own
 */
public record Target(Peer peer, Optional<ClientSocket> socket, Optional<VoiceSession> session) {

  /** The client of this WebSocket, and its session if there is one. */
  public static Target of(ClientSocket socket) {
    return new Target(socket.peer(), Optional.of(socket), socket.session());
  }

  /** The member of this session, and its WebSocket if there is one. */
  public static Target of(VoiceSession session) {
    return new Target(session.peer(), session.socket(), Optional.of(session));
  }
}
