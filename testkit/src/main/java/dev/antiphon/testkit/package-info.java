/**
 * A Discord voice server to embed in tests: real TLS, real WebSocket, real UDP, every message and
 * frame recorded, so that any voice library can be tested without Discord. Start at {@link
 * dev.antiphon.testkit.EmbeddedVoiceServer}; {@code testkit.discord} has a double of the main
 * gateway, {@code testkit.fault} says what goes wrong, {@code testkit.server} what the server
 * withholds, and {@code testkit.record} what it has recorded. Nothing here knows the state machine
 * or any client: what a test expects of a client belongs in that test.
 */
@NullMarked
package dev.antiphon.testkit;

import org.jspecify.annotations.NullMarked;
