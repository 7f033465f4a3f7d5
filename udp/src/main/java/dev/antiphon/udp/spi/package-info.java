/**
 * The interface for custom transport ciphers. A {@link dev.antiphon.udp.spi.TransportCiphers}
 * creates the ciphers that protect voice packets between the client and the voice server.
 * Antiphon's built-in ciphers use the cryptography of the Java runtime. A provider replaces them
 * for one encryption mode or for both modes.
 *
 * <p>The provider does not control the sending of packets, the nonces or the choice of the keys.
 */
@NullMarked
package dev.antiphon.udp.spi;

import org.jspecify.annotations.NullMarked;
