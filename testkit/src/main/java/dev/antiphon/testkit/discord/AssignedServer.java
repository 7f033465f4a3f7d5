package dev.antiphon.testkit.discord;

import dev.antiphon.testkit.EmbeddedVoiceServer;
import java.util.Objects;
import java.util.Optional;

/**
 * A voice server to which the main gateway's test double sends clients.
 *
 * @param endpoint the endpoint in VOICE_SERVER_UPDATE
 * @param embedded the server itself if it is an {@link EmbeddedVoiceServer}
 * @param strict true if the server accepts only the latest issued credentials
 */
record AssignedServer(String endpoint, Optional<EmbeddedVoiceServer> embedded, boolean strict) {

  AssignedServer {
    Objects.requireNonNull(endpoint, "endpoint");
  }

  static AssignedServer of(EmbeddedVoiceServer server, boolean strict) {
    return new AssignedServer(server.endpoint(), Optional.of(server), strict);
  }

  /**
   * Tells the server that this user is in this channel. Clients without a main gateway are in the
   * channel that was named last.
   */
  void inChannel(long guildId, long userId, long channelId) {
    embedded
        .map(EmbeddedVoiceServer::delivery)
        .ifPresent(
            delivery -> {
              delivery.inChannel(guildId, userId, channelId);
              delivery.inChannel(guildId, channelId);
            });
  }

  /** Sets the only credentials that this member can use from now on, if strict. */
  void issue(long guildId, long userId, String sessionId, String token) {
    embedded
        .filter(server -> strict)
        .ifPresent(server -> server.issueCredentials(guildId, userId, sessionId, token));
  }
}
