package dev.antiphon.protocol;

import java.util.Objects;
import java.util.Optional;

/**
 * The event VOICE_SERVER_UPDATE of the main gateway: a guild's voice server and the token for it.
 *
 * <p>{@link #toString()} hides the token. Source: Discord documentation, Gateway Events, "Voice
 * Server Update".
 *
 * @param guildId the guild, an unsigned 64-bit snowflake
 * @param token the token for Identify; a secret
 * @param endpoint host and port of the voice server; absent = the server is gone, and Discord is
 *     allocating another server. An empty string becomes an absent endpoint.
 */
public record VoiceServerUpdate(long guildId, String token, Optional<String> endpoint) {

  public VoiceServerUpdate {
    Objects.requireNonNull(token, "token");
    endpoint = endpoint.filter(text -> !text.isEmpty());
  }

  @Override
  public String toString() {
    return "VoiceServerUpdate[guildId=%s, token=<hidden>, endpoint=%s]"
        .formatted(Long.toUnsignedString(guildId), endpoint.orElse("none"));
  }
}
