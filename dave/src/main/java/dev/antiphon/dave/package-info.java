/**
 * Discord's end-to-end encryption (DAVE) for one client, in pure Java. A voice library calls it; it
 * knows no socket, no thread and no clock.
 *
 * <ul>
 *   <li>{@link dev.antiphon.dave.DaveSession} follows the voice gateway: a {@link
 *       dev.antiphon.dave.DaveEvent} goes in for each message, {@link
 *       dev.antiphon.dave.DaveEffect}s come out, such as a message to send. It may be given a
 *       {@link dev.antiphon.dave.DaveIdentity} and {@link dev.antiphon.dave.DaveLimits}.
 *   <li>{@link dev.antiphon.dave.DaveFrames} encrypts and decrypts the frames of the call, with the
 *       {@link dev.antiphon.dave.DaveMedia} that the session has published last.
 *   <li>{@link dev.antiphon.dave.DaveEncryption} is what people see: whether frames are encrypted,
 *       who is in the group, and the codes by which they verify each other.
 *   <li>{@link dev.antiphon.dave.DaveStatistics}, {@link dev.antiphon.dave.DaveFrameCounts} and
 *       {@link dev.antiphon.dave.DaveRecord} are for monitoring and audit.
 *   <li>{@link dev.antiphon.dave.DaveTable} is everything that the session decides, as a table to
 *       read.
 * </ul>
 *
 * <p>"Whitepaper" is Discord's description of the DAVE protocol, version 1.1.4. The cipher of the
 * frames can be replaced, see {@link dev.antiphon.dave.spi}.
 */
@NullMarked
package dev.antiphon.dave;

import org.jspecify.annotations.NullMarked;
