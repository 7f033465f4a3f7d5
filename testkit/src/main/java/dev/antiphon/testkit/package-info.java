/**
 * A Discord voice server that tests embed, with real TLS, WebSocket and UDP. It records every
 * message and frame. Any voice library can be tested with it, without Discord. Start with {@link
 * dev.antiphon.testkit.EmbeddedVoiceServer}.
 *
 * <ul>
 *   <li>{@code testkit.discord} contains a test double of the main gateway.
 *   <li>{@code testkit.fault} describes the faults that the server causes.
 *   <li>{@code testkit.server} contains settings of the server and snapshots of its state.
 *   <li>{@code testkit.record} contains the recorded events.
 * </ul>
 *
 * <p>This module does not depend on Antiphon's state machine or on any client. The expectations
 * about a client belong in the test of that client.
 */
@NullMarked
package dev.antiphon.testkit;

import org.jspecify.annotations.NullMarked;
