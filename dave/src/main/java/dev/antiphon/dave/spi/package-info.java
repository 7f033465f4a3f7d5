/**
 * The replaceable part of this module: the cipher of media frames. {@link
 * dev.antiphon.dave.spi.FrameCiphers} creates one {@link dev.antiphon.dave.spi.FrameCipher} for
 * each key and direction. A provider is passed to the constructor of {@link
 * dev.antiphon.dave.DaveFrames}; the default are the ciphers of the Java runtime. Providers are not
 * searched on the class path.
 *
 * <p>A provider changes the speed of encryption, but not the wire format. The library still handles
 * the ratchet, nonces, replays, trailers and plain ranges.
 */
@NullMarked
package dev.antiphon.dave.spi;

import org.jspecify.annotations.NullMarked;
