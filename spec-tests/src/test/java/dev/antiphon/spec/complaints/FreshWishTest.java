package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.TestEnvironment.BOT;
import static dev.antiphon.spec.complaints.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.complaints.TestEnvironment.GUILD;
import static dev.antiphon.spec.complaints.TestEnvironment.LIMIT;
import static dev.antiphon.spec.complaints.TestEnvironment.OTHER_CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.VoiceOptions;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.testkit.discord.DiscordEvent.Step;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Late messages about an earlier time do not end a connection after a new join or move. */
@Tag("P29")
class FreshWishTest {
  private static final Duration SHORT = Duration.ofMillis(500);

  static Stream<Arguments> deletions() {
    return withCodes(
        List.of(
            List.of(Step.NOTICE, Step.STATE, Step.CLOSE),
            List.of(Step.NOTICE, Step.CLOSE, Step.STATE),
            List.of(Step.STATE, Step.NOTICE, Step.CLOSE),
            List.of(Step.STATE, Step.CLOSE, Step.NOTICE),
            List.of(Step.CLOSE, Step.NOTICE, Step.STATE),
            List.of(Step.CLOSE, Step.STATE, Step.NOTICE)));
  }

  static Stream<Arguments> kicks() {
    return withCodes(
        List.of(
            List.of(Step.STATE, Step.CLOSE), List.of(Step.CLOSE, Step.STATE), List.of(Step.CLOSE)));
  }

  private static Stream<Arguments> withCodes(List<List<Step>> orders) {
    return orders.stream()
        .flatMap(order -> IntStream.of(4014, 4022).mapToObj(code -> Arguments.of(code, order)));
  }

  @ParameterizedTest
  @MethodSource("deletions")
  void moveSucceedsWhenTheOldChannelIsDeletedBeforeTheAnswer(int code, List<Step> order)
      throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      CompletableFuture<Void> moving = moveWithoutAnswer(bot);
      bot.gateway().channelDeleted(GUILD).closingWith(code).emitAll(order);
      assertMoved(bot, moving);
    }
  }

  @ParameterizedTest
  @MethodSource("kicks")
  void moveSucceedsWhenTheBotIsKickedBeforeTheAnswer(int code, List<Step> order) throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      CompletableFuture<Void> moving = moveWithoutAnswer(bot);
      bot.gateway().kicked(GUILD).closingWith(code).emitAll(order);
      assertMoved(bot, moving);
    }
  }

  private static CompletableFuture<Void> moveWithoutAnswer(Bot bot) throws Exception {
    bot.sendAndAwait(5);
    bot.gateway().holdAnswers();
    CompletableFuture<Void> moving = bot.connection().moveTo(OTHER_CHANNEL);
    bot.gateway().awaitSent(2, LIMIT);
    return moving;
  }

  private static void assertMoved(Bot bot, CompletableFuture<Void> moving) throws Exception {
    bot.gateway().releaseAnswers();
    TestEnvironment.get(moving);
    assertThat(bot.channelId()).isEqualTo(OTHER_CHANNEL);
    bot.sendAndAwait(5);
    assertThat(bot.gateway().channelIn(GUILD)).hasValue(OTHER_CHANNEL);
    assertThat(bot.connection().closed()).isNotDone();
  }

  @ParameterizedTest
  @ValueSource(longs = {CHANNEL, OTHER_CHANNEL})
  void joinAfterAKickIsSentAndSucceeds(long channelId) throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.gateway().kicked(GUILD).emit(Step.CLOSE);
      bot.until(VoiceState.AWAITING_SERVER_UPDATE);
      CompletableFuture<Connection> joining = bot.voice().joinChannelAsync(GUILD, channelId);
      bot.joined(TestEnvironment.get(joining));
      assertThat(bot.channelId()).isEqualTo(channelId);
      bot.sendAndAwait(5);
      assertThat(bot.requestedChannels())
          .hasSizeGreaterThan(1)
          .endsWith(OptionalLong.of(channelId));
    }
  }

  /** Discord still lists the bot, because it closed the voice session for the loss. */
  @Test
  void connectionRejoinsAfterACloseDuringALossOfTheMainSession() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(FreshWishTest::waitShortly).join();
      bot.gateway().sessionLost();
      env.server().disconnect(GUILD, BOT, 4014);
      assertRejoins(bot);
    }
  }

  /** Discord no longer lists the bot, but the voice state without a channel was lost. */
  @Test
  void connectionRejoinsAfterARemovalDuringALossOfTheMainSession() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(FreshWishTest::waitShortly).join();
      bot.gateway().sessionLost();
      bot.gateway().kicked(GUILD).emit(Step.CLOSE);
      assertRejoins(bot);
    }
  }

  private static void waitShortly(VoiceOptions.Builder options) {
    options.severed(SHORT).delay(FlowTimer.SERVER, SHORT).delay(FlowTimer.LEAVE, SHORT);
  }

  private static void assertRejoins(Bot bot) throws Exception {
    bot.until(VoiceState.AWAITING_SERVER_UPDATE);
    bot.gateway().sessionResumed();
    bot.until(VoiceState.ESTABLISHED);
    bot.sendAndAwait(5);
    assertThat(bot.gateway().channelIn(GUILD)).hasValue(CHANNEL);
  }
}
