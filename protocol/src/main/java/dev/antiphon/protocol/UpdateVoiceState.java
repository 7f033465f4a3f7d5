package dev.antiphon.protocol;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * Opcode 4 of the main gateway, from the client: join, move to, or leave a voice channel.
 *
 * <p>Source: Discord documentation, Gateway Events, "Update Voice State".
 *
 * @param guildId the guild, an unsigned 64-bit snowflake
 * @param channelId the channel to be in, an unsigned 64-bit snowflake; empty = leave
 * @param selfMute whether we mute ourselves
 * @param selfDeaf whether we deafen ourselves
 */
public record UpdateVoiceState(
    long guildId, OptionalLong channelId, boolean selfMute, boolean selfDeaf) {

  public UpdateVoiceState {
    Objects.requireNonNull(channelId, "channelId");
  }
}
