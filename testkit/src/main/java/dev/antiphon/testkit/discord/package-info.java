/**
 * A double of the main gateway, {@link dev.antiphon.testkit.discord.FakeDiscordGateway}, and what
 * Discord does of its own accord, {@link dev.antiphon.testkit.discord.DiscordEvent}: moves, kicks,
 * another voice server, a lost session.
 */
@NullMarked
package dev.antiphon.testkit.discord;

import org.jspecify.annotations.NullMarked;
