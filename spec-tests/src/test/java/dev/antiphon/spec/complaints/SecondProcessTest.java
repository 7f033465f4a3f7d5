package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.TestEnvironment.BOT;
import static dev.antiphon.spec.complaints.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.complaints.TestEnvironment.GUILD;
import static dev.antiphon.spec.complaints.TestEnvironment.LIMIT;
import static dev.antiphon.spec.complaints.TestEnvironment.OTHER_CHANNEL;
import static dev.antiphon.spec.complaints.TestEnvironment.awaitThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.ConnectionState;
import dev.antiphon.VoiceOptions;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.TakenOver;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.testkit.discord.DiscordEvent.Step;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Order;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Two processes of one bot in one guild: the newcomer stays, the other one ends. */
@Tag("P28")
class SecondProcessTest {
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final OptionalLong IN_CHANNEL = OptionalLong.of(CHANNEL);

  static Stream<Arguments> takeOvers() {
    return Stream.of(
            List.of(Step.STATE, Step.CLOSE),
            List.of(Step.CLOSE, Step.STATE),
            List.of(Step.STATE, Step.STATE, Step.CLOSE),
            List.of(Step.STATE))
        .flatMap(
            order ->
                Stream.of(CHANNEL, OTHER_CHANNEL).map(channel -> Arguments.of(order, channel)));
  }

  @ParameterizedTest
  @MethodSource("takeOvers")
  void connectionEndsWithoutAnOp4WhenAnotherProcessJoins(List<Step> order, long channelId)
      throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.sendAndAwait(5);
      bot.gateway().takenOver(GUILD, channelId).emitAll(order);
      assertReplaced(bot);
      assertNoMoreOp4(bot);
    }
  }

  @Test
  void connectionTakesTheChannelBackWhenTheOptionSaysFollow() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot =
          env.bot(options -> options.takenOver(TakenOver.FOLLOW).delay(FlowTimer.SERVER, SHORT))
              .join();
      bot.sendAndAwait(5);
      bot.gateway().takenOver(GUILD, CHANNEL).emitAll();
      bot.until(VoiceState.ESTABLISHED);
      bot.sendAndAwait(5);
      assertThat(bot.requestedChannels()).hasSizeGreaterThan(1).endsWith(IN_CHANNEL);
    }
  }

  @ParameterizedTest
  @EnumSource(Order.class)
  void newcomerStaysAndTheOlderProcessEnds(Order order) throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot older = env.bot();
      Bot newcomer = otherProcess(env, older);
      older.gateway().order(order);
      newcomer.gateway().order(order);
      older.join();
      newcomer.join();
      assertReplaced(older);
      assertNoMoreOp4(older);
      newcomer.sendAndAwait(5);
      assertThat(newcomer.requestedChannels()).containsExactly(IN_CHANNEL);
      assertThat(newcomer.gateway().channelIn(GUILD)).isEqualTo(IN_CHANNEL);
    }
  }

  /** The newcomer has to leave first, because Discord does not answer its first op 4. */
  @Test
  void newcomerStaysWhenDiscordDoesNotAnswerAnOp4ThatChangesNoChannel() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot older = env.bot().join();
      Bot newcomer = otherProcess(env, older);
      newcomer.gateway().answering(Answering.UNLESS_LISTED);
      newcomer.join();
      assertThat(older.end()).isInstanceOf(ConnectionState.Disconnected.class);
      assertNoMoreOp4(older);
      newcomer.sendAndAwait(5);
      assertThat(newcomer.gateway().channelIn(GUILD)).isEqualTo(IN_CHANNEL);
    }
  }

  /** Discord answers both joins before one of the processes has received its answer. */
  @ParameterizedTest
  @EnumSource(Order.class)
  void oneOfTwoProcessesStaysWhenBothJoinAtTheSameTime(Order order) throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot first = env.bot();
      Bot second = otherProcess(env, first);
      List<Bot> both = List.of(first, second);
      both.forEach(bot -> bot.gateway().order(order).holdAnswers());
      List<CompletableFuture<Connection>> joining =
          both.stream().map(bot -> bot.voice().joinChannelAsync(GUILD, CHANNEL)).toList();
      both.forEach(bot -> bot.gateway().awaitSent(1, LIMIT));
      both.forEach(bot -> bot.gateway().releaseAnswers());
      awaitThat("one process has ended", () -> both.stream().anyMatch(SecondProcessTest::ended));
      int winner = ended(first) ? 1 : 0;
      Bot loser = both.get(1 - winner);
      loser.voice().close();
      Bot stays = both.get(winner);
      stays.joined(TestEnvironment.get(joining.get(winner)));
      stays.sendAndAwait(5);
      assertThat(stays.gateway().channelIn(GUILD)).isEqualTo(IN_CHANNEL);
      assertThat(joinsOf(stays)).isLessThanOrEqualTo(2);
      assertThat(joinsOf(loser)).isLessThanOrEqualTo(2);
      assertThat(loser.requestedChannels()).endsWith(IN_CHANNEL);
    }
  }

  private static Bot otherProcess(TestEnvironment env, Bot bot) {
    FakeDiscordGateway gateway = bot.gateway().otherProcess();
    VoiceOptions options = env.options(more -> more.delay(FlowTimer.SERVER, SHORT));
    return env.add(new Bot(env, BOT, gateway, gateway, options));
  }

  private static boolean ended(Bot bot) {
    return bot.voice().connection(GUILD).isEmpty();
  }

  private static long joinsOf(Bot bot) {
    return bot.requestedChannels().stream().filter(OptionalLong::isPresent).count();
  }

  private static void assertReplaced(Bot bot) throws Exception {
    assertThat(bot.end())
        .isInstanceOfSatisfying(
            ConnectionState.Disconnected.class,
            end -> assertThat(end.reason()).isEqualTo(DisconnectReason.REPLACED));
  }

  /**
   * A further voice state of the newcomer causes no leave. The close of the {@code Voice} sends all
   * op 4 that still wait.
   */
  private static void assertNoMoreOp4(Bot ended) {
    ended.gateway().repeatState(GUILD);
    ended.voice().close();
    assertThat(ended.requestedChannels()).containsExactly(IN_CHANNEL);
  }
}
