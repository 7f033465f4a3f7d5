package dev.antiphon.cli.internal.soak;

import dev.antiphon.Connection;
import java.util.concurrent.CompletableFuture;

/** What an application asks for at any time. */
final class Commands {
  private Commands() {}

  static void joinAgain(BotInGuild member, Dice dice) {
    join(member);
  }

  private static CompletableFuture<Connection> join(BotInGuild member) {
    return asked(
        member,
        "join",
        member.bot().voice().joinChannelAsync(member.guildId(), member.channelId()));
  }

  private static <T> CompletableFuture<T> asked(
      BotInGuild member, String what, CompletableFuture<T> future) {
    return member.site().figures().requests.remember(what, future);
  }

  /** Cancelling a join that is done does nothing. */
  static void callOffJoin(BotInGuild member, Dice dice) {
    member.connection().ifPresent(Connection::disconnect);
    CompletableFuture<Connection> join = join(member);
    member.site().later(dice.millis(0, 200), () -> join.cancel(false));
  }

  static void move(BotInGuild member, Dice dice) {
    long channelId = member.anyChannel(dice);
    member
        .connection()
        .map(connection -> asked(member, "move", connection.moveTo(channelId)))
        .filter(move -> dice.oneIn(4))
        .ifPresent(move -> member.site().later(dice.millis(0, 300), () -> move.cancel(false)));
  }

  static void reconnect(BotInGuild member, Dice dice) {
    member.connection().ifPresent(connection -> asked(member, "reconnect", connection.reconnect()));
  }

  static void showSelf(BotInGuild member, Dice dice) {
    try {
      member.connection().ifPresent(shown -> shown.showSelf(dice.oneIn(2), dice.oneIn(2)));
    } catch (IllegalStateException endedMeanwhile) {
      // Then there is nobody to show.
    }
  }

  static void leave(BotInGuild member, Dice dice) {
    member.connection().ifPresent(Connection::disconnect);
  }
}
