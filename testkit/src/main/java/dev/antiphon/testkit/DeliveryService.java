package dev.antiphon.testkit;

import dev.antiphon.testkit.internal.server.RunningServer;
import dev.antiphon.testkit.server.DaveGroup;
import java.util.Optional;

/**
 * End-to-end encryption (DAVE) at an {@link EmbeddedVoiceServer}, as a test sees it. The server is
 * delivery service for an MLS group in each call, and knows none of its secrets. All methods may be
 * called from any thread.
 *
 * <p><b>Which group.</b> The group's id is the channel's, which clients know from the main gateway
 * and the voice server is not told on the wire. A {@link FakeDiscordGateway} tells it; a test with
 * other clients calls {@link #inChannel}. For a guild of which nothing is known there is no group
 * where encryption is {@link DaveMode#OPTIONAL}; where it is required, the id is the guild's own.
 * There is one call, and so one group, in a guild.
 *
 * <p><b>What it does.</b> Session Description names version 1 if all in the call offer it; the
 * external sender (opcode 25) follows it. A key package (26) is checked and answered by an Add for
 * all members but the one added, a leave by a Remove for those who stay; while there is no group,
 * each hears of the Adds of all others. The first commit (28) over exactly what awaits one is
 * announced (29) to those who were members and to its sender, and its welcome (30) to each newcomer
 * with its own secrets alone; other commits are refused. A transition is executed (22) when all
 * have said ready (23), or after a limit; a call's first group is one of number 0, which executes
 * at once. After opcode 31 the member's next key package replaces its leaf. Who is left alone is
 * told 24 with epoch 1, then 21 with number 0. A client without DAVE takes the call to version 0
 * (21, 23, 22); when it leaves all begin a new group (24). Frames that bear DAVE's marker reach
 * members without DAVE as silence, and are not echoed.
 *
 * <p>Source: Discord documentation, Voice Connections, "End-to-End Encryption (DAVE Protocol)";
 * DAVE whitepaper, "Voice Gateway".
 */
public final class DeliveryService {

  private final RunningServer running;

  DeliveryService(RunningServer running) {
    this.running = running;
  }

  /**
   * Says in which channel the call of a guild is. A group that has begun keeps its id until it is
   * given up.
   */
  public void inChannel(long guildId, long channelId) {
    running.inChannel(guildId, channelId);
  }

  /** What there is in a guild's call now; empty where nobody was given a Session Description. */
  public Optional<DaveGroup> group(long guildId) {
    return running.group(guildId);
  }
}
