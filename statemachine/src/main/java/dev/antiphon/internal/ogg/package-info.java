/**
 * Reads Opus packets out of Ogg files and streams, so that an application can play what any audio
 * tool writes. Everything here is pull, plain JDK and bounded: one page and one packet in memory,
 * every page's checksum verified, every kind of damage a {@link
 * dev.antiphon.internal.ogg.OggFormatException} that says where it is. What must not come here:
 * decoding or judging Opus packets, clocks, threads, and any other package of Antiphon.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.internal.ogg;

import org.jspecify.annotations.NullMarked;
