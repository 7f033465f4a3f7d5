package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveIdentity;
import dev.antiphon.protocol.DiscordGateway;
import java.util.Optional;

/**
 * The bot's account.
 *
 * @param gateway the application's main gateway session
 * @param userId the bot's user id
 * @param identity the key that identifies the bot in encrypted calls; empty to create a new key for
 *     each session
 */
public record BotAccount(DiscordGateway gateway, long userId, Optional<DaveIdentity> identity) {}
