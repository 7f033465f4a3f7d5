/**
 * A test double of Discord's main gateway, {@link dev.antiphon.testkit.discord.FakeDiscordGateway},
 * and the events at Discord, {@link dev.antiphon.testkit.discord.DiscordEvent}: moves, kicks, voice
 * server changes and lost sessions.
 */
@NullMarked
package dev.antiphon.testkit.discord;

import org.jspecify.annotations.NullMarked;
