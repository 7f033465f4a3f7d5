package dev.antiphon.testkit;

import java.util.Optional;

/**
 * Closes the voice session that a user had in a guild when this was made, and none that comes after
 * it; there is none to close where nobody was there.
 */
final class Ejection {

  private final Optional<EmbeddedVoiceServer> server;
  private final Optional<VoiceSession> session;

  private Ejection(Optional<EmbeddedVoiceServer> server, Optional<VoiceSession> session) {
    this.server = server;
    this.session = session;
  }

  /** Asks the server, and so must not be called with a lock that the server's listeners need. */
  static Ejection from(GivenServer server, long guildId, long userId) {
    return new Ejection(
        server.embedded(),
        server.embedded().flatMap(found -> found.interventions().session(guildId, userId)));
  }

  /** Whether the server is one that can be told to close. */
  boolean possible() {
    return server.isPresent();
  }

  void close(int code) {
    session.ifPresent(left -> server.orElseThrow().interventions().close(left, code));
  }
}
