package dev.antiphon.testkit.internal.dave;

/**
 * The place of a call.
 *
 * @param guildId the guild
 * @param channelId the channel, or the id of the guild if the channel is unknown
 */
public record CallKey(long guildId, long channelId) {}
