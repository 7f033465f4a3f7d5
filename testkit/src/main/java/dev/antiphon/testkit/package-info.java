/**
 * A Discord voice server to embed in tests, and a double of the main gateway: real TLS, real
 * WebSocket, real UDP, every message and frame recorded, so that any voice library can be tested
 * without Discord. Start at {@link dev.antiphon.testkit.EmbeddedVoiceServer} and {@link
 * dev.antiphon.testkit.FakeDiscordGateway}; {@link dev.antiphon.testkit.ServerBehaviour} decides
 * what the server withholds, {@link dev.antiphon.testkit.FaultScript} what goes wrong, and a {@link
 * dev.antiphon.testkit.Happening} is what Discord does of its own accord. Nothing here knows the
 * state machine or any client: what a test expects of a client belongs in that test.
 */
package dev.antiphon.testkit;
