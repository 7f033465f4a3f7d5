/**
 * Transport ciphers of others: a {@link dev.antiphon.udp.spi.TransportCiphers} makes the ciphers
 * that protect voice packets on the way to and from the voice server. Antiphon has ciphers of its
 * own, from the Java runtime; a provider replaces them, for one encryption mode or both.
 *
 * <p>How packets are sent, which nonces they get and which keys are used is decided elsewhere.
 */
@NullMarked
package dev.antiphon.udp.spi;

import org.jspecify.annotations.NullMarked;
