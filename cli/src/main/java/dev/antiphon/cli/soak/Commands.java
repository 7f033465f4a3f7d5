package dev.antiphon.cli.soak;

import dev.antiphon.Connection;

/** What an application asks for at any time. */
final class Commands {
  private Commands() {}

  static void joinAgain(Seat seat, Dice dice) {
    seat.bot().voice().joinChannelAsync(seat.guildId(), seat.channelId());
  }

  /** Cancelling a join that is done does nothing. */
  static void callOffJoin(Seat seat, Dice dice) {
    seat.connection().ifPresent(Connection::disconnect);
    var join = seat.bot().voice().joinChannelAsync(seat.guildId(), seat.channelId());
    seat.site().later(dice.millis(0, 200), () -> join.cancel(false));
  }

  static void leave(Seat seat, Dice dice) {
    seat.connection().ifPresent(Connection::disconnect);
  }
}
