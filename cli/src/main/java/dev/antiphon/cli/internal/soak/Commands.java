package dev.antiphon.cli.internal.soak;

import dev.antiphon.Connection;
import java.util.concurrent.CompletableFuture;

/** What an application asks for at any time. */
final class Commands {
  private Commands() {}

  static void joinAgain(Seat seat, Dice dice) {
    join(seat);
  }

  private static CompletableFuture<Connection> join(Seat seat) {
    return asked(
        seat, "join", seat.bot().voice().joinChannelAsync(seat.guildId(), seat.channelId()));
  }

  private static <T> CompletableFuture<T> asked(
      Seat seat, String what, CompletableFuture<T> future) {
    return seat.site().figures().requests.remember(what, future);
  }

  /** Cancelling a join that is done does nothing. */
  static void callOffJoin(Seat seat, Dice dice) {
    seat.connection().ifPresent(Connection::disconnect);
    CompletableFuture<Connection> join = join(seat);
    seat.site().later(dice.millis(0, 200), () -> join.cancel(false));
  }

  static void move(Seat seat, Dice dice) {
    long channelId = seat.anyChannel(dice);
    seat.connection()
        .map(connection -> asked(seat, "move", connection.moveTo(channelId)))
        .filter(move -> dice.oneIn(4))
        .ifPresent(move -> seat.site().later(dice.millis(0, 300), () -> move.cancel(false)));
  }

  static void reconnect(Seat seat, Dice dice) {
    seat.connection().ifPresent(connection -> asked(seat, "reconnect", connection.reconnect()));
  }

  static void showSelf(Seat seat, Dice dice) {
    try {
      seat.connection().ifPresent(shown -> shown.showSelf(dice.oneIn(2), dice.oneIn(2)));
    } catch (IllegalStateException endedMeanwhile) {
      // Then there is nobody to show.
    }
  }

  static void leave(Seat seat, Dice dice) {
    seat.connection().ifPresent(Connection::disconnect);
  }
}
