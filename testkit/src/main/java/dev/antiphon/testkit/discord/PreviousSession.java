package dev.antiphon.testkit.discord;

import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.server.SessionInfo;
import java.util.Optional;

/**
 * The voice session that a user had in a guild when this object was created. {@link #close} never
 * closes a later session. Does nothing if there was no session.
 */
final class PreviousSession {

  private final Optional<EmbeddedVoiceServer> server;
  private final Optional<SessionInfo> session;

  private PreviousSession(Optional<EmbeddedVoiceServer> server, Optional<SessionInfo> session) {
    this.server = server;
    this.session = session;
  }

  /** Calls the server. The caller must not hold a lock that the server's listeners need. */
  static PreviousSession from(AssignedServer server, long guildId, long userId) {
    return new PreviousSession(
        server.embedded(), server.embedded().flatMap(found -> found.session(guildId, userId)));
  }

  /** Returns true if the server is an {@link EmbeddedVoiceServer}, which can close the session. */
  boolean possible() {
    return server.isPresent();
  }

  void close(int code) {
    session.ifPresent(left -> server.orElseThrow().disconnect(left, code));
  }
}
