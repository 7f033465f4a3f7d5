package dev.antiphon.testkit;

import dev.antiphon.testkit.internal.server.RunningServer;
import dev.antiphon.testkit.server.DaveGroup;
import java.util.Optional;

/**
 * The delivery service of an {@link EmbeddedVoiceServer}: the server side of end-to-end encryption
 * (DAVE). It distributes the messages of one MLS group per call. It knows no secret of the group.
 * All methods can be called from any thread. Numbers in parentheses are opcodes.
 *
 * <p><b>The group id.</b> The id of the group is the id of the channel. Clients receive the channel
 * from the main gateway; the voice protocol does not contain it. A {@link
 * dev.antiphon.testkit.discord.FakeDiscordGateway} passes the channel to the server. A test without
 * this gateway calls {@link #inChannel}. If the channel of a guild is unknown, the {@linkplain
 * dev.antiphon.testkit.server.DaveMode mode} decides: with {@code OPTIONAL} there is no group; with
 * {@code REQUIRED} the id of the guild is the id of the group. A guild has one call, and therefore
 * one group.
 *
 * <p><b>Version.</b> Session Description names version 1 if all clients of the call offer this
 * version. The external sender (25) follows Session Description.
 *
 * <p><b>Proposals.</b> The server checks each key package (26) and answers with an Add proposal
 * (27) for all members except the new one. When a member leaves, the remaining members receive a
 * Remove proposal. While there is no group, each client receives the Add proposals of all other
 * clients.
 *
 * <p><b>Commits.</b> The first commit (28) that covers exactly the pending proposals is accepted.
 * The server announces it (29) to the previous members and to its sender. Each new member receives
 * a welcome (30) with only its own secrets. Other commits are refused.
 *
 * <p><b>Transitions.</b> A transition is executed (22) when all members have reported that they are
 * ready (23), or after a time limit. The first group of a call uses transition 0, which is executed
 * immediately. If a member reports an invalid commit or welcome (31), the next key package of this
 * member replaces its leaf. A member that remains alone receives opcode 24 with epoch 1, then
 * opcode 21 with transition 0. When a client without DAVE joins, the call changes to version 0 (21,
 * 23, 22), which means no encryption. When this client leaves, all members begin a new group (24).
 *
 * <p><b>Frames.</b> Frames that end with DAVE's marker are end-to-end encrypted. Members without
 * DAVE receive silence instead of these frames. The server does not echo these frames to their
 * sender.
 *
 * <p>Source: Discord documentation, "Voice Connections", section "End-to-End Encryption (DAVE
 * Protocol)"; DAVE whitepaper, section "Voice Gateway".
 */
public final class DeliveryService {

  private final RunningServer running;

  DeliveryService(RunningServer running) {
    this.running = running;
  }

  /** Sets the channel of a guild's call. An existing group keeps its id until it is discarded. */
  public void inChannel(long guildId, long channelId) {
    running.inChannel(guildId, channelId);
  }

  /**
   * Returns the current group of a guild's call. Empty if no client has received a Session
   * Description.
   */
  public Optional<DaveGroup> group(long guildId) {
    return running.group(guildId);
  }
}
