package dev.antiphon.testkit;

import java.util.Optional;

/**
 * Whom something concerns.
 *
 * @param socket the open WebSocket, if there is one
 * @param session the session, if there is one; a Resume that is not accepted yet names its own
 */
record Party(Peer peer, Optional<ClientSocket> socket, Optional<VoiceSession> session) {

  static Party of(ClientSocket socket) {
    return new Party(socket.peer(), Optional.of(socket), socket.session());
  }

  static Party of(VoiceSession session) {
    return new Party(session.peer(), session.socket(), Optional.of(session));
  }
}
