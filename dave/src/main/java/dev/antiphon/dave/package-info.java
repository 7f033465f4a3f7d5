/**
 * Discord's end-to-end encryption (DAVE) for one client, in pure Java. A voice library calls it. It
 * uses no socket, no thread and no clock.
 *
 * <ul>
 *   <li>{@link dev.antiphon.dave.DaveSession} handles the messages of the voice gateway. Its input
 *       is a {@link dev.antiphon.dave.DaveEvent} for each message, its output are {@link
 *       dev.antiphon.dave.DaveEffect}s, such as a message to send. A {@link
 *       dev.antiphon.dave.DaveIdentity} and {@link dev.antiphon.dave.DaveLimits} are optional.
 *   <li>{@link dev.antiphon.dave.DaveFrames} encrypts and decrypts the frames of the call, with the
 *       latest {@link dev.antiphon.dave.DaveMedia} that the session has published.
 *   <li>{@link dev.antiphon.dave.DaveEncryption} is the status for people: whether frames are
 *       encrypted, the members of the group, and the codes by which members verify each other.
 *   <li>{@link dev.antiphon.dave.DaveStatistics}, {@link dev.antiphon.dave.DaveFrameCounts} and
 *       {@link dev.antiphon.dave.DaveRecord} are for monitoring and audit.
 *   <li>{@link dev.antiphon.dave.DaveTable} contains all decisions of the session as a table.
 * </ul>
 *
 * <p>"Whitepaper" is Discord's description of the DAVE protocol, version 1.1.4. The cipher of the
 * frames can be replaced, see {@link dev.antiphon.dave.spi}.
 */
@NullMarked
package dev.antiphon.dave;

import org.jspecify.annotations.NullMarked;
