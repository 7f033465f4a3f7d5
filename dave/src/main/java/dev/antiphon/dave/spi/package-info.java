/**
 * The replaceable part of this module: the cipher of media frames. {@link
 * dev.antiphon.dave.spi.FrameCiphers} creates one {@link dev.antiphon.dave.spi.FrameCipher} for
 * each key and direction. A provider is passed to the constructor of {@link
 * dev.antiphon.dave.DaveFrames}; the default is the cipher of the Java runtime. The library does
 * not search the class path for providers.
 *
 * <p>A provider changes the speed of encryption, but not the wire format. The library itself
 * derives the keys, chooses the nonces, rejects repeated frames, and handles the trailers and the
 * unencrypted parts of frames.
 */
@NullMarked
package dev.antiphon.dave.spi;

import org.jspecify.annotations.NullMarked;
