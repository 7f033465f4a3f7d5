/**
 * Media keys and frames: what turns an Opus frame into one that only the members of the call can
 * read, and back. Users of this package are {@link
 * dev.antiphon.dave.internal.media.FrameEncryptor}, one for the own stream and epoch, and {@link
 * dev.antiphon.dave.internal.media.FrameDecryptor}, one for each remote user; both begin with a
 * secret that the group exports. No clock, no thread, no I/O, and nothing of how the group agreed
 * on its keys.
 *
 * <p>"Whitepaper" is Discord's description of the DAVE protocol, version 1.1.4.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.dave.internal.media;

import org.jspecify.annotations.NullMarked;
