package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveIdentity;
import dev.antiphon.protocol.DiscordGateway;
import java.util.Optional;

/**
 * Who connects.
 *
 * @param gateway the application's main gateway session
 * @param userId the bot's user
 * @param identity the key by which others know it again in encrypted calls; empty for a new one in
 *     each session
 */
public record BotAccount(DiscordGateway gateway, long userId, Optional<DaveIdentity> identity) {}
