package dev.antiphon.cli.internal.soak;

import dev.antiphon.Connection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Requests that an application can make at any time. */
final class ApplicationRequests {
  private ApplicationRequests() {}

  /** A visitor that is away does not join. */
  static void joinAgain(BotInGuild member, SoakRandom random) {
    if (member.isWanted()) {
      join(member);
    }
  }

  private static CompletableFuture<Connection> join(BotInGuild member) {
    return tracked(
        member,
        "join",
        member.bot().voice().joinChannelAsync(member.guildId(), member.channelId()));
  }

  private static <T> CompletableFuture<T> tracked(
      BotInGuild member, String what, CompletableFuture<T> future) {
    return member.environment().measurements().requests.track(what, future);
  }

  /** Cancelling a completed join has no effect. */
  static void cancelJoin(BotInGuild member, SoakRandom random) {
    if (!member.isWanted()) {
      return;
    }
    member.connection().ifPresent(Connection::disconnect);
    CompletableFuture<Connection> join = join(member);
    member.environment().later(random.millis(0, 200), () -> join.cancel(false));
  }

  /** Everyone moves to the same channel. */
  static void move(BotInGuild member, SoakRandom random) {
    long channelId = member.call().move(random);
    for (BotInGuild moved : member.call().everyone()) {
      moveTo(moved, channelId)
          .filter(move -> random.oneIn(4))
          .ifPresent(
              move -> member.environment().later(random.millis(0, 300), () -> move.cancel(false)));
    }
  }

  /** Moves the bot, if it has a connection. */
  static Optional<CompletableFuture<Void>> moveTo(BotInGuild member, long channelId) {
    return member
        .connection()
        .map(connection -> tracked(member, "move", connection.moveTo(channelId)));
  }

  static void reconnect(BotInGuild member, SoakRandom random) {
    member
        .connection()
        .ifPresent(connection -> tracked(member, "reconnect", connection.reconnect()));
  }

  static void showSelf(BotInGuild member, SoakRandom random) {
    try {
      member.connection().ifPresent(shown -> shown.showSelf(random.oneIn(2), random.oneIn(2)));
    } catch (IllegalStateException ended) {
      // The connection has ended, so there are no flags to change.
    }
  }

  static void leave(BotInGuild member, SoakRandom random) {
    member.connection().ifPresent(Connection::disconnect);
  }
}
