/**
 * The messages of the voice gateway (version 8), the main gateway messages that voice connections
 * need, and their codecs.
 *
 * <p>The package also has opcodes, close codes, encryption modes, and the interface {@link
 * dev.antiphon.protocol.DiscordGateway}, which the application implements. All other types are
 * immutable values, or codecs that convert bytes to values and values to bytes. Limits bound the
 * size of all data that a peer sends.
 *
 * <p>I/O, timers, threads, encryption and decisions about the meaning of a message do not belong in
 * this package.
 */
@NullMarked
package dev.antiphon.protocol;

import org.jspecify.annotations.NullMarked;
