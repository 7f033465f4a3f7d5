package dev.antiphon.cli.internal.soak;

import static dev.antiphon.protocol.CloseCode.CLOSE_4006;

import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Order;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** What the main gateway does, mostly to a bot in all its guilds for a while. */
final class MainGatewayFaults {
  private static final List<Answering> WRONGLY =
      List.of(
          Answering.SILENTLY,
          Answering.WITHOUT_STATE,
          Answering.WITHOUT_SERVER,
          Answering.WITHOUT_ENDPOINT);

  private MainGatewayFaults() {}

  static void answerWrongly(BotInGuild member, Dice dice) {
    Answering how = dice.of(WRONGLY);
    forAWhile(member, dice, on -> on.answering(how), off -> off.answering(Answering.FULLY));
  }

  static void failToSend(BotInGuild member, Dice dice) {
    forAWhile(
        member, dice, on -> on.answering(Answering.FAILING), off -> off.answering(Answering.FULLY));
  }

  static void answerLate(BotInGuild member, Dice dice) {
    forAWhile(member, dice, FakeDiscordGateway::holdAnswers, FakeDiscordGateway::releaseAnswers);
  }

  static void serverFirst(BotInGuild member, Dice dice) {
    forAWhile(
        member, dice, on -> on.order(Order.SERVER_FIRST), off -> off.order(Order.STATE_FIRST));
  }

  static void sayTwice(BotInGuild member, Dice dice) {
    int copies = dice.between(2, 3);
    forAWhile(member, dice, on -> on.copies(copies), off -> off.copies(1));
  }

  private static void forAWhile(
      BotInGuild member,
      Dice dice,
      Consumer<FakeDiscordGateway> on,
      Consumer<FakeDiscordGateway> off) {
    on.accept(member.gateway());
    member.site().later(dice.millis(100, 900), () -> off.accept(member.gateway()));
    member.server().disconnect(member.guildId(), member.userId(), CLOSE_4006.number());
  }

  static void loseSession(BotInGuild member, Dice dice) {
    member.gateway().sessionLost();
    Duration away = dice.oneIn(8) ? dice.millis(3_000, 5_000) : dice.millis(50, 1_500);
    member.site().later(away, () -> comeBack(member, dice));
  }

  private static void comeBack(BotInGuild member, Dice dice) {
    if (dice.oneIn(2)) {
      member.gateway().sessionResumed();
    } else {
      startSession(member, dice);
    }
  }

  static void startSession(BotInGuild member, Dice dice) {
    DiscordEventFaults.tell(member, dice, member.gateway().newSession());
  }

  /** What was said before is said again. */
  static void repeat(BotInGuild member, Dice dice) {
    if (dice.oneIn(2)) {
      member.gateway().repeatState(member.guildId());
    } else if (member.gateway().channelIn(member.guildId()).isPresent()) {
      member.gateway().repeatServer(member.guildId());
    }
  }

  static void changeFlags(BotInGuild member, Dice dice) {
    if (member.gateway().channelIn(member.guildId()).isPresent()) {
      member.gateway().flagsChanged(member.guildId(), dice.oneIn(2), dice.oneIn(2));
    }
  }

  /** What concerns another user, or a guild that the bot has no voice in. */
  static void speakOfOthers(BotInGuild member, Dice dice) {
    long guild = dice.oneIn(2) ? member.guildId() : 1;
    long user = guild == member.guildId() ? 1 : member.userId();
    OptionalLong channel =
        dice.oneIn(2) ? OptionalLong.empty() : OptionalLong.of(member.anyChannel(dice));
    member.gateway().tell(new VoiceStateUpdate(guild, channel, user, "other", false, false));
    if (guild != member.guildId()) {
      member.gateway().tell(new VoiceServerUpdate(guild, "other", Optional.empty()));
    }
  }
}
