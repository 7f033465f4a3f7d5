package dev.antiphon.testkit.discord;

import dev.antiphon.testkit.EmbeddedVoiceServer;
import java.util.Objects;
import java.util.Optional;

/**
 * A voice server to which the double of the main gateway sends clients.
 *
 * @param endpoint what VOICE_SERVER_UPDATE names
 * @param embedded the server itself, where it is one of ours
 * @param strict whether the server accepts only what was issued for it last
 */
record GivenServer(String endpoint, Optional<EmbeddedVoiceServer> embedded, boolean strict) {

  GivenServer {
    Objects.requireNonNull(endpoint, "endpoint");
  }

  static GivenServer of(EmbeddedVoiceServer server, boolean strict) {
    return new GivenServer(server.endpoint(), Optional.of(server), strict);
  }

  /** Members of this guild are in this channel from now on. */
  void inChannel(long guildId, long channelId) {
    embedded.ifPresent(server -> server.delivery().inChannel(guildId, channelId));
  }

  /** From now on this member can identify with these credentials and no others. */
  void issue(long guildId, long userId, String sessionId, String token) {
    embedded
        .filter(server -> strict)
        .ifPresent(server -> server.issueCredentials(guildId, userId, sessionId, token));
  }
}
