/**
 * What can be replaced in this module: the cipher of media frames. {@link
 * dev.antiphon.dave.spi.FrameCiphers} makes one {@link dev.antiphon.dave.spi.FrameCipher} for each
 * key and direction. A {@link dev.antiphon.dave.DaveFrames} takes a provider explicitly; without
 * one it uses the ciphers of the Java runtime. Nothing is looked up on the class path.
 *
 * <p>A provider changes how fast frames are encrypted, and nothing on the wire. What is around the
 * cipher stays where it is: the ratchet, nonces, replays, trailers and plain ranges.
 */
@NullMarked
package dev.antiphon.dave.spi;

import org.jspecify.annotations.NullMarked;
