package dev.antiphon.testkit;

import dev.antiphon.testkit.internal.server.RunningServer;
import dev.antiphon.testkit.server.DaveGroup;
import java.util.Optional;

/**
 * The end-to-end encryption (DAVE) of an {@link EmbeddedVoiceServer}, for tests. The server acts as
 * the delivery service of one MLS group per call. It knows no secret of the group. All methods can
 * be called from any thread.
 *
 * <p><b>The group id.</b> The id of the group is the id of the channel. Clients receive it from the
 * main gateway; the voice protocol does not contain it. A {@link FakeDiscordGateway} passes it to
 * the server. A test with other clients calls {@link #inChannel}. If the channel of a guild is
 * unknown and encryption is {@link DaveMode#OPTIONAL}, there is no group. If encryption is
 * required, the id of the guild is used. A guild has one call, and therefore one group.
 *
 * <p><b>Version.</b> Session Description names version 1 if all clients of the call offer it. The
 * external sender (opcode 25) follows it.
 *
 * <p><b>Proposals.</b> The server checks each key package (26). It answers with an Add proposal for
 * all members except the new one. When a member leaves, the remaining members receive a Remove
 * proposal. While there is no group, each client receives the Adds of all other clients.
 *
 * <p><b>Commits.</b> The first commit (28) that covers exactly the pending proposals is accepted.
 * The server announces it (29) to the previous members and to its sender. Each new member receives
 * a welcome (30) with only its own secrets. Other commits are refused.
 *
 * <p><b>Transitions.</b> A transition is executed (22) when all members have reported that they are
 * ready (23), or after a time limit. The first group of a call uses transition 0, which is executed
 * at once. After opcode 31, the next key package of the member replaces its leaf. A member that
 * remains alone receives opcode 24 with epoch 1, then opcode 21 with transition 0. A client without
 * DAVE moves the call to version 0 (21, 23, 22). When it leaves, all members begin a new group
 * (24).
 *
 * <p><b>Frames.</b> Members without DAVE receive silence instead of frames that carry DAVE's
 * marker. The server does not echo frames with the marker.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
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
