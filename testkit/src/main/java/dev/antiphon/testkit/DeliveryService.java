package dev.antiphon.testkit;

import dev.antiphon.testkit.fault.FaultExtra;
import dev.antiphon.testkit.internal.server.RunningServer;
import dev.antiphon.testkit.server.DaveGroup;
import java.util.List;
import java.util.Optional;

/**
 * The delivery service of an {@link EmbeddedVoiceServer}: the server side of end-to-end encryption
 * (DAVE). It distributes the messages of one MLS group per call. It knows no secret of the group.
 * All methods can be called from any thread. Numbers in parentheses are opcodes.
 *
 * <p><b>Calls and the group id.</b> A call is the clients of one channel. The id of its group is
 * the id of the channel. Clients receive the channel from the main gateway; the voice protocol does
 * not contain it. A {@link dev.antiphon.testkit.discord.FakeDiscordGateway} tells the server the
 * channel of its user with each VOICE_SERVER_UPDATE. A test without this gateway calls {@link
 * #inChannel(long, long)} for all clients of a guild, or {@link #inChannel(long, long, long)} for
 * one client. The server reads the channel of a client at its Identify. If the channel is unknown,
 * all these clients of the guild are in one call, and the {@linkplain
 * dev.antiphon.testkit.server.DaveMode mode} decides: with {@code OPTIONAL} there is no group; with
 * {@code REQUIRED} the id of the guild is the id of the group.
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

  /**
   * Sets the channel of every client of the guild whose own channel is unknown. A client that has
   * already sent Identify stays in its call. The exception: if its channel was unknown until now,
   * it is in this channel from now on, but not in an encrypted group.
   */
  public void inChannel(long guildId, long channelId) {
    running.inChannel(guildId, channelId);
  }

  /**
   * Sets the channel of one client, from its next Identify on. It has priority over the channel of
   * the guild.
   */
  public void inChannel(long guildId, long userId, long channelId) {
    running.inChannel(guildId, userId, channelId);
  }

  /**
   * Returns the group of the guild's call. If the guild has several calls, returns the group of the
   * channel that was set last for the guild, or else the group of the lowest channel. Empty if no
   * client has received a Session Description.
   */
  public Optional<DaveGroup> group(long guildId) {
    return running.groups(guildId).stream().findFirst();
  }

  /** Returns the group of the call in this channel. Empty if there is no such call. */
  public Optional<DaveGroup> group(long guildId, long channelId) {
    return running.group(guildId, channelId);
  }

  /** Returns the groups of all calls of the guild. */
  public List<DaveGroup> groups(long guildId) {
    return running.groups(guildId);
  }

  /**
   * Causes a fault at once, as a rule of a fault script would. It affects this client or its whole
   * call; {@link FaultExtra.Dave.What} describes each fault. Does nothing if the call has no group.
   *
   * @return false if the client has no session
   */
  public boolean fault(long guildId, long userId, FaultExtra.Dave.What what) {
    return running.daveFault(guildId, userId, what);
  }
}
