package dev.antiphon.testkit.internal.session;

import dev.antiphon.testkit.server.Peer;
import java.util.Optional;

/**
 * The client that a fault affects.
 *
 * @param peer the client
 * @param socket the open WebSocket, if there is one
 * @param session the session, if there is one; for a Resume that is not accepted yet, the requested
 *     session
 */
public record Target(Peer peer, Optional<ClientSocket> socket, Optional<VoiceSession> session) {

  /** Returns the client of this WebSocket, with its session if there is one. */
  public static Target of(ClientSocket socket) {
    return new Target(socket.peer(), Optional.of(socket), socket.session());
  }

  /** Returns the member of this session, with its WebSocket if there is one. */
  public static Target of(VoiceSession session) {
    return new Target(session.peer(), session.socket(), Optional.of(session));
  }
}
