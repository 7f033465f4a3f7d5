package dev.antiphon.testkit.discord;

import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.server.SessionInfo;
import java.util.Optional;

/**
 * Closes the voice session that a user had in a guild when this was made, and none that comes after
 * it; there is none to close where nobody was there.
 */
final class FormerSession {

  private final Optional<EmbeddedVoiceServer> server;
  private final Optional<SessionInfo> session;

  private FormerSession(Optional<EmbeddedVoiceServer> server, Optional<SessionInfo> session) {
    this.server = server;
    this.session = session;
  }

  /** Asks the server, and so must not be called with a lock that the server's listeners need. */
  static FormerSession from(GivenServer server, long guildId, long userId) {
    return new FormerSession(
        server.embedded(), server.embedded().flatMap(found -> found.session(guildId, userId)));
  }

  /** Whether the server is one that can be told to close. */
  boolean possible() {
    return server.isPresent();
  }

  void close(int code) {
    session.ifPresent(left -> server.orElseThrow().disconnect(left, code));
  }
}
