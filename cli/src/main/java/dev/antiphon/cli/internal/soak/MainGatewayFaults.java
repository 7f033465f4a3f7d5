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

/** Faults of the main gateway. Most of them affect a bot in all its guilds for a short time. */
final class MainGatewayFaults {
  private static final List<Answering> WRONGLY =
      List.of(
          Answering.SILENTLY,
          Answering.WITHOUT_STATE,
          Answering.WITHOUT_SERVER,
          Answering.WITHOUT_ENDPOINT);

  private MainGatewayFaults() {}

  static void answerWrongly(BotInGuild member, SoakRandom random) {
    Answering how = random.of(WRONGLY);
    forShortTime(member, random, on -> on.answering(how), off -> off.answering(Answering.FULLY));
  }

  static void failToSend(BotInGuild member, SoakRandom random) {
    forShortTime(
        member,
        random,
        on -> on.answering(Answering.FAILING),
        off -> off.answering(Answering.FULLY));
  }

  static void answerLate(BotInGuild member, SoakRandom random) {
    forShortTime(
        member, random, FakeDiscordGateway::holdAnswers, FakeDiscordGateway::releaseAnswers);
  }

  static void serverFirst(BotInGuild member, SoakRandom random) {
    forShortTime(
        member, random, on -> on.order(Order.SERVER_FIRST), off -> off.order(Order.STATE_FIRST));
  }

  static void sendCopies(BotInGuild member, SoakRandom random) {
    int copies = random.between(2, 3);
    forShortTime(member, random, on -> on.copies(copies), off -> off.copies(1));
  }

  private static void forShortTime(
      BotInGuild member,
      SoakRandom random,
      Consumer<FakeDiscordGateway> on,
      Consumer<FakeDiscordGateway> off) {
    on.accept(member.gateway());
    member.environment().later(random.millis(100, 900), () -> off.accept(member.gateway()));
    member.server().disconnect(member.guildId(), member.userId(), CLOSE_4006.number());
  }

  static void loseSession(BotInGuild member, SoakRandom random) {
    member.gateway().sessionLost();
    Duration timeWithoutSession =
        random.oneIn(8) ? random.millis(3_000, 5_000) : random.millis(50, 1_500);
    member.environment().later(timeWithoutSession, () -> comeBack(member, random));
  }

  private static void comeBack(BotInGuild member, SoakRandom random) {
    if (random.oneIn(2)) {
      member.gateway().sessionResumed();
    } else {
      startSession(member, random);
    }
  }

  static void startSession(BotInGuild member, SoakRandom random) {
    DiscordEventFaults.emit(member, random, member.gateway().newSession());
  }

  /** Sends an earlier event again. */
  static void repeat(BotInGuild member, SoakRandom random) {
    if (random.oneIn(2)) {
      member.gateway().repeatState(member.guildId());
    } else if (member.gateway().channelIn(member.guildId()).isPresent()) {
      member.gateway().repeatServer(member.guildId());
    }
  }

  static void changeFlags(BotInGuild member, SoakRandom random) {
    if (member.gateway().channelIn(member.guildId()).isPresent()) {
      member.gateway().flagsChanged(member.guildId(), random.oneIn(2), random.oneIn(2));
    }
  }

  /** Sends updates about another user, or about a guild without a voice connection of the bot. */
  static void sendUpdatesOfOthers(BotInGuild member, SoakRandom random) {
    long guild = random.oneIn(2) ? member.guildId() : 1;
    long user = guild == member.guildId() ? 1 : member.userId();
    OptionalLong channel =
        random.oneIn(2) ? OptionalLong.empty() : OptionalLong.of(member.call().anyChannel(random));
    member.gateway().tell(new VoiceStateUpdate(guild, channel, user, "other", false, false));
    if (guild != member.guildId()) {
      member.gateway().tell(new VoiceServerUpdate(guild, "other", Optional.empty()));
    }
  }
}
