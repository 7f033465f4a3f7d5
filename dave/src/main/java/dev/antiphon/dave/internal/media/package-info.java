/**
 * Media keys and frames: the encryption and decryption of Opus frames for the members of a call.
 * Use {@link dev.antiphon.dave.internal.media.FrameEncryptor}, one for our own stream in each
 * epoch, and {@link dev.antiphon.dave.internal.media.FrameDecryptor}, one for each remote user.
 * Both start with a secret that the group exports. The package uses no clock, no thread and no I/O,
 * and does not depend on MLS groups.
 *
 * <p>"Whitepaper" is Discord's description of the DAVE protocol, version 1.1.4.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.dave.internal.media;

import org.jspecify.annotations.NullMarked;
