package dev.antiphon.cli.soak;

import dev.antiphon.testkit.FakeDiscordGateway.Answering;
import dev.antiphon.testkit.FakeDiscordGateway.Order;

/** What the main gateway does to all seats of a bot for a while; one of them has to ask it. */
final class MainGatewayFaults {
  private static final int SESSION_INVALID = 4006;

  private MainGatewayFaults() {}

  static void silence(Seat seat, Dice dice) {
    answer(seat, dice, Answering.SILENTLY);
  }

  static void withoutServer(Seat seat, Dice dice) {
    answer(seat, dice, Answering.WITHOUT_SERVER);
  }

  static void withoutEndpoint(Seat seat, Dice dice) {
    answer(seat, dice, Answering.WITHOUT_ENDPOINT);
  }

  static void failing(Seat seat, Dice dice) {
    answer(seat, dice, Answering.FAILING);
  }

  private static void answer(Seat seat, Dice dice, Answering how) {
    seat.gateway().answering(how);
    seat.site().later(dice.millis(100, 900), () -> seat.gateway().answering(Answering.FULLY));
    ask(seat);
  }

  static void serverFirst(Seat seat, Dice dice) {
    seat.gateway().order(Order.SERVER_FIRST);
    seat.site().later(dice.millis(100, 900), () -> seat.gateway().order(Order.STATE_FIRST));
    ask(seat);
  }

  private static void ask(Seat seat) {
    seat.server().disconnect(seat.guildId(), seat.userId(), SESSION_INVALID);
  }
}
