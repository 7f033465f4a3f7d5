package dev.antiphon.protocol;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * Opcode 4 of the main gateway, from the client: joins, changes or leaves a voice channel.
 *
 * <p>Source: Discord documentation, Gateway Events, "Update Voice State".
 *
 * @param guildId the guild, an unsigned 64-bit snowflake
 * @param channelId the channel to join, an unsigned 64-bit snowflake; empty = leave the channel
 * @param selfMute whether the bot mutes itself
 * @param selfDeaf whether the bot deafens itself
 */
public record UpdateVoiceState(
    long guildId, OptionalLong channelId, boolean selfMute, boolean selfDeaf) {

  public UpdateVoiceState {
    Objects.requireNonNull(channelId, "channelId");
  }
}
