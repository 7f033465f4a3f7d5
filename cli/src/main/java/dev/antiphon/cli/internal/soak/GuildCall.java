package dev.antiphon.cli.internal.soak;

import dev.antiphon.testkit.EmbeddedVoiceServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.ToLongFunction;

/**
 * The call of one guild: its members, and the visitors that come and go. They hear each other,
 * because all move together: they are in one channel and on one server except during a fault.
 */
final class GuildCall {
  /** The number of members of a full call. */
  static final int MEMBERS = 2;

  private static final int CHANNELS = 3;

  private final long guildId;
  private final long firstChannel;
  private final List<BotInGuild> members = new ArrayList<>();
  private final List<BotInGuild> everyone = new ArrayList<>();
  private volatile long channelId;

  /** The last move of {@link #gather}. Used only on the thread of the soak. */
  private Future<?> move = CompletableFuture.completedFuture(null);

  GuildCall(long guildId, long firstChannel) {
    this.guildId = guildId;
    this.firstChannel = firstChannel;
    this.channelId = firstChannel;
  }

  /** Adds a member. Only before the soak begins. */
  void add(BotInGuild member) {
    members.add(member);
    everyone.add(member);
  }

  /** Adds a visitor. Only before the soak begins. */
  void addVisitor(BotInGuild visitor) {
    everyone.add(visitor);
  }

  long guildId() {
    return guildId;
  }

  /** The channel that members join. */
  long channelId() {
    return channelId;
  }

  /** The server of the call. */
  EmbeddedVoiceServer server() {
    return members.get(0).server();
  }

  boolean isFull() {
    return members.size() == MEMBERS;
  }

  List<BotInGuild> members() {
    return members;
  }

  /** The members and the visitors. */
  List<BotInGuild> everyone() {
    return everyone;
  }

  /** Returns one of a few channels of the guild. */
  long anyChannel(SoakRandom random) {
    return firstChannel + random.between(0, CHANNELS - 1);
  }

  /** Chooses the channel of a move. It becomes the channel of the call. */
  long move(SoakRandom random) {
    channelId = anyChannel(random);
    return channelId;
  }

  /** Returns the smallest count of a member. */
  long least(ToLongFunction<BotInGuild> count) {
    return members.stream().mapToLong(count).min().orElse(0);
  }

  /** Returns true if all members are established in the call's channel and on its server. */
  boolean isTogether() {
    return members.stream().allMatch(BotInGuild::isWithItsCall);
  }

  /**
   * Brings an established member to the call's channel and server. Must be called again until the
   * member is there.
   */
  void gather(BotInGuild member) {
    if (!move.isDone() || !member.isWhereItIsListed() || member.isWithItsCall()) {
      return;
    }
    if (member.server() != server()) {
      DiscordEventFaults.failOverInOrder(member, server());
    } else {
      ApplicationRequests.moveTo(member, channelId).ifPresent(begun -> move = begun);
    }
  }
}
