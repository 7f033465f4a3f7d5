package dev.antiphon.cli.internal.soak;

import static dev.antiphon.protocol.CloseCode.CLOSE_4006;

import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.FakeDiscordGateway;
import dev.antiphon.testkit.FakeDiscordGateway.Answering;
import dev.antiphon.testkit.FakeDiscordGateway.Order;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** What the main gateway does, mostly to all seats of a bot for a while; one of them asks it. */
final class MainGatewayFaults {
  private static final List<Answering> WRONGLY =
      List.of(
          Answering.SILENTLY,
          Answering.WITHOUT_STATE,
          Answering.WITHOUT_SERVER,
          Answering.WITHOUT_ENDPOINT);

  private MainGatewayFaults() {}

  static void answerWrongly(Seat seat, Dice dice) {
    Answering how = dice.of(WRONGLY);
    forAWhile(seat, dice, on -> on.answering(how), off -> off.answering(Answering.FULLY));
  }

  static void failToSend(Seat seat, Dice dice) {
    forAWhile(
        seat, dice, on -> on.answering(Answering.FAILING), off -> off.answering(Answering.FULLY));
  }

  static void answerLate(Seat seat, Dice dice) {
    forAWhile(seat, dice, FakeDiscordGateway::holdAnswers, FakeDiscordGateway::releaseAnswers);
  }

  static void serverFirst(Seat seat, Dice dice) {
    forAWhile(seat, dice, on -> on.order(Order.SERVER_FIRST), off -> off.order(Order.STATE_FIRST));
  }

  static void sayTwice(Seat seat, Dice dice) {
    int copies = dice.between(2, 3);
    forAWhile(seat, dice, on -> on.copies(copies), off -> off.copies(1));
  }

  private static void forAWhile(
      Seat seat, Dice dice, Consumer<FakeDiscordGateway> on, Consumer<FakeDiscordGateway> off) {
    on.accept(seat.gateway());
    seat.site().later(dice.millis(100, 900), () -> off.accept(seat.gateway()));
    seat.server().disconnect(seat.guildId(), seat.userId(), CLOSE_4006.number());
  }

  static void loseSession(Seat seat, Dice dice) {
    seat.gateway().sessionLost();
    Duration away = dice.oneIn(8) ? dice.millis(3_000, 5_000) : dice.millis(50, 1_500);
    seat.site().later(away, () -> comeBack(seat, dice));
  }

  private static void comeBack(Seat seat, Dice dice) {
    if (dice.oneIn(2)) {
      seat.gateway().sessionResumed();
    } else {
      startSession(seat, dice);
    }
  }

  static void startSession(Seat seat, Dice dice) {
    SceneFaults.tell(seat, dice, seat.gateway().newSession());
  }

  /** What was said before is said again. */
  static void repeat(Seat seat, Dice dice) {
    if (dice.oneIn(2)) {
      seat.gateway().repeatState(seat.guildId());
    } else if (seat.gateway().channelIn(seat.guildId()).isPresent()) {
      seat.gateway().repeatServer(seat.guildId());
    }
  }

  static void changeFlags(Seat seat, Dice dice) {
    if (seat.gateway().channelIn(seat.guildId()).isPresent()) {
      seat.gateway().flagsChanged(seat.guildId(), dice.oneIn(2), dice.oneIn(2));
    }
  }

  /** What concerns another user, or a guild that the bot has no voice in. */
  static void speakOfOthers(Seat seat, Dice dice) {
    long guild = dice.oneIn(2) ? seat.guildId() : 1;
    long user = guild == seat.guildId() ? 1 : seat.userId();
    OptionalLong channel =
        dice.oneIn(2) ? OptionalLong.empty() : OptionalLong.of(seat.anyChannel(dice));
    seat.gateway().tell(new VoiceStateUpdate(guild, channel, user, "other", false, false));
    if (guild != seat.guildId()) {
      seat.gateway().tell(new VoiceServerUpdate(guild, "other", Optional.empty()));
    }
  }
}
