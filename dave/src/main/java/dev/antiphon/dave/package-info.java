/**
 * Discord's end-to-end encryption (DAVE) for one client, in pure Java. A voice library calls it. It
 * uses no socket, no thread and no clock.
 *
 * <ul>
 *   <li>{@link dev.antiphon.dave.DaveSession} handles the messages of the voice gateway. It
 *       receives a {@link dev.antiphon.dave.DaveEvent} for each message, and returns {@link
 *       dev.antiphon.dave.DaveEffect}s, such as a message to send. A {@link
 *       dev.antiphon.dave.DaveIdentity} and {@link dev.antiphon.dave.DaveLimits} are optional.
 *   <li>{@link dev.antiphon.dave.DaveFrames} encrypts and decrypts the frames of the call, with the
 *       latest {@link dev.antiphon.dave.DaveMedia} that the session has published. A {@link
 *       dev.antiphon.dave.DaveFrameListener} can receive the decrypted frames.
 *   <li>{@link dev.antiphon.dave.DaveEncryption} is the status for people: whether frames are
 *       encrypted, the members of the group, and the codes by which members verify each other.
 *   <li>{@link dev.antiphon.dave.DaveStatistics}, {@link dev.antiphon.dave.DaveFrameStatistics},
 *       {@link dev.antiphon.dave.DaveFrameCounts} and {@link dev.antiphon.dave.DaveRecord} are for
 *       monitoring and audit.
 *   <li>{@link dev.antiphon.dave.DaveTable} contains all decisions of the session as a table.
 * </ul>
 *
 * <p>Terms of this package, most of them from MLS (RFC 9420):
 *
 * <ul>
 *   <li>we: this client.
 *   <li>op: the opcode, which is the number of a message type of the voice gateway.
 *   <li>group: the members of a call, who share keys.
 *   <li>epoch: a period in the life of a group. Each change of its members begins a new epoch with
 *       new keys.
 *   <li>key package: the public keys with which others add a client to the group.
 *   <li>external sender: the voice gateway, as the sender of all proposals.
 *   <li>proposal: a proposed change of the members.
 *   <li>commit: a member's message that carries out the queued proposals and begins the next epoch.
 *       The gateway chooses one commit.
 *   <li>welcome: the message by which a new member joins the group.
 *   <li>our own group: a group that we create, with us as the only member at epoch 0, to commit the
 *       first proposals.
 *   <li>transition: a change of the keys or the protocol version. The gateway announces it, each
 *       client reports that it is ready, and the gateway executes it.
 *   <li>media keys: the keys for audio and video frames.
 * </ul>
 *
 * <p>"Whitepaper" is Discord's description of the DAVE protocol, version 1.1.4. The cipher of the
 * frames can be replaced, see {@link dev.antiphon.dave.spi}.
 */
@NullMarked
package dev.antiphon.dave;

import org.jspecify.annotations.NullMarked;
