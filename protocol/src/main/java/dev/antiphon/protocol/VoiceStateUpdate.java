package dev.antiphon.protocol;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * The event VOICE_STATE_UPDATE of the main gateway: a user's channel and session.
 *
 * <p>{@link #toString()} hides the session id. Source: Discord documentation, Gateway Events,
 * "Voice State Update"; Voice Resource, "Voice State Object".
 *
 * @param guildId the guild, an unsigned 64-bit snowflake
 * @param channelId the user's channel, an unsigned 64-bit snowflake; empty = the user is in no
 *     channel
 * @param userId the user, an unsigned 64-bit snowflake
 * @param sessionId the session id for Identify; a secret
 * @param selfMute whether the user muted their own microphone
 * @param selfDeaf whether the user turned off their own sound (deafened)
 */
public record VoiceStateUpdate(
    long guildId,
    OptionalLong channelId,
    long userId,
    String sessionId,
    boolean selfMute,
    boolean selfDeaf) {

  public VoiceStateUpdate {
    Objects.requireNonNull(channelId, "channelId");
    Objects.requireNonNull(sessionId, "sessionId");
  }

  @Override
  public String toString() {
    return "VoiceStateUpdate[guildId=%s, channelId=%s, userId=%s, sessionId=<hidden>, selfMute=%b, selfDeaf=%b]"
        .formatted(
            Long.toUnsignedString(guildId),
            channelId.isPresent() ? Long.toUnsignedString(channelId.getAsLong()) : "none",
            Long.toUnsignedString(userId),
            selfMute,
            selfDeaf);
  }
}
