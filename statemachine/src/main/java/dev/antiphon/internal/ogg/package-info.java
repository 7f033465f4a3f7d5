/**
 * Reads Opus packets from Ogg files and streams.
 *
 * <p>It uses only the JDK. At most one page and one packet are in memory. The checksum of every
 * page is verified. Damage causes an {@link dev.antiphon.internal.ogg.OggFormatException} with the
 * position of the error.
 *
 * <p>This package does not decode or check Opus packets. It uses no clock, no threads and no other
 * package of Antiphon.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.internal.ogg;

import org.jspecify.annotations.NullMarked;
