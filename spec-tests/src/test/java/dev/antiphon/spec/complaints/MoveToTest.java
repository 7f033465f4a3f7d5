package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.TestEnvironment.BOT;
import static dev.antiphon.spec.complaints.TestEnvironment.CHANNEL;
import static dev.antiphon.spec.complaints.TestEnvironment.GUILD;
import static dev.antiphon.spec.complaints.TestEnvironment.LIMIT;
import static dev.antiphon.spec.complaints.TestEnvironment.OTHER_CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.Connection;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.audit.Transition;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Reason;
import dev.antiphon.flow.RequestFailure;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import dev.antiphon.testkit.record.ServerEvent;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A bot moves to another channel. Its old call continues until Discord confirms the move. */
class MoveToTest {
  private static final long THIRD_CHANNEL = OTHER_CHANNEL + 1;

  @Test
  void oldCallContinuesUntilDiscordConfirmsTheMove() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.gateway().holdAnswers();
      CompletableFuture<Void> move = bot.connection().moveTo(OTHER_CHANNEL);
      bot.gateway().awaitSent(2, LIMIT);
      bot.sendAndAwait(20);
      assertThat(bot.channelId()).isEqualTo(CHANNEL);
      assertThat(move).isNotDone();
      bot.gateway().releaseAnswers();
      TestEnvironment.get(move);
      bot.sendAndAwait(5);
      assertThat(bot.channelId()).isEqualTo(OTHER_CHANNEL);
      assertThat(env.events(ServerEvent.Identified.class, BOT)).hasSize(2);
      assertThat(bot.requestedChannels())
          .containsExactly(OptionalLong.of(CHANNEL), OptionalLong.of(OTHER_CHANNEL));
    }
  }

  @Test
  void oldCallContinuesWhenTheNewChannelIsFull() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.delay(FlowTimer.MOVE, Duration.ofMillis(200))).join();
      List<Transition> before = bot.connection().transitions();
      bot.gateway().answering(OTHER_CHANNEL, Answering.SILENTLY);
      VoiceConnectException failure =
          TestEnvironment.failureOf(bot.connection().moveTo(OTHER_CHANNEL));
      assertThat(failure.reason()).isEqualTo(RequestFailure.NOT_ANSWERED);
      assertThat(failure).hasMessageContaining("full").hasMessageContaining("CONNECT");
      bot.sendAndAwait(10);
      assertThat(bot.connection().transitions()).isEqualTo(before);
    }
  }

  @Test
  void oldCallContinuesWhenTheMoveCannotBeSent() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.gateway().answering(OTHER_CHANNEL, Answering.FAILING);
      assertThat(TestEnvironment.failureOf(bot.connection().moveTo(OTHER_CHANNEL)).reason())
          .isEqualTo(RequestFailure.NOT_SENT);
      bot.sendAndAwait(10);
      assertThat(bot.channelId()).isEqualTo(CHANNEL);
    }
  }

  @Test
  void newMoveReplacesAnUnansweredMove() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.gateway().answering(OTHER_CHANNEL, Answering.SILENTLY);
      CompletableFuture<Void> older = bot.connection().moveTo(OTHER_CHANNEL);
      bot.gateway().awaitSent(2, LIMIT);
      CompletableFuture<Void> newer = bot.connection().moveTo(THIRD_CHANNEL);
      assertThat(TestEnvironment.failureOf(older).reason()).isEqualTo(RequestFailure.SUPERSEDED);
      TestEnvironment.get(newer);
      bot.sendAndAwait(5);
      assertThat(bot.channelId()).isEqualTo(THIRD_CHANNEL);
    }
  }

  @Test
  void secondMoveToTheSameChannelSharesTheFirstRequest() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.gateway().holdAnswers();
      CompletableFuture<Void> first = bot.connection().moveTo(OTHER_CHANNEL);
      CompletableFuture<Void> second = bot.connection().moveTo(OTHER_CHANNEL);
      CompletableFuture<Connection> third = bot.voice().joinChannelAsync(GUILD, OTHER_CHANNEL);
      bot.gateway().awaitSent(2, LIMIT);
      bot.gateway().releaseAnswers();
      TestEnvironment.get(first);
      TestEnvironment.get(second);
      assertThat(TestEnvironment.get(third)).isSameAs(bot.connection());
      assertThat(bot.requestedChannels()).hasSize(2);
    }
  }

  @Test
  void botReturnsToTheOldChannelWhenTheMoveIsCancelled() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.gateway().holdAnswers();
      CompletableFuture<Void> move = bot.connection().moveTo(OTHER_CHANNEL);
      bot.gateway().awaitSent(2, LIMIT);
      assertThat(move.cancel(false)).isTrue();
      bot.gateway().awaitSent(3, LIMIT);
      bot.sendAndAwait(5);
      bot.gateway().releaseAnswers();
      TestEnvironment.awaitThat(
          "the bot is in its old channel",
          () -> bot.gateway().channelIn(GUILD).equals(OptionalLong.of(CHANNEL)));
      TestEnvironment.get(bot.voice().joinChannelAsync(GUILD, CHANNEL));
      assertThat(bot.channelId()).isEqualTo(CHANNEL);
      assertThat(bot.requestedChannels())
          .containsExactly(
              OptionalLong.of(CHANNEL), OptionalLong.of(OTHER_CHANNEL), OptionalLong.of(CHANNEL));
    }
  }

  /** The cancel can come before or after the connection has received the move. */
  @Test
  void oldCallContinuesWhenMovesAreCancelledImmediately() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.gateway().answering(OTHER_CHANNEL, Answering.SILENTLY);
      for (int time = 0; time < 20; time++) {
        bot.connection().moveTo(OTHER_CHANNEL).cancel(false);
        bot.voice().joinChannelAsync(GUILD, OTHER_CHANNEL).cancel(false);
      }
      TestEnvironment.get(bot.voice().joinChannelAsync(GUILD, CHANNEL));
      bot.sendAndAwait(5);
      assertThat(bot.channelId()).isEqualTo(CHANNEL);
      assertThat(bot.connection().state().isEnd()).isFalse();
    }
  }

  @Test
  void moveToAndReconnectFailAfterTheEndOfTheConnection() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.voice().close();
      for (CompletableFuture<Void> command :
          List.of(bot.connection().moveTo(OTHER_CHANNEL), bot.connection().reconnect())) {
        assertThatThrownBy(() -> TestEnvironment.get(command)).hasMessageContaining("has ended");
      }
    }
  }

  /** This join is a move, so the old call continues after the timeout. */
  @Test
  void botReturnsToTheOldChannelWhenAJoinOfAnotherChannelTimesOut() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot().join();
      bot.gateway().answering(OTHER_CHANNEL, Answering.SILENTLY);
      Duration timeout = Duration.ofMillis(100);
      assertThatThrownBy(() -> bot.voice().joinChannel(GUILD, OTHER_CHANNEL, timeout))
          .isInstanceOf(VoiceConnectException.class);
      bot.gateway().awaitSent(3, LIMIT);
      bot.sendAndAwait(5);
      assertThat(bot.channelId()).isEqualTo(CHANNEL);
      assertThat(bot.requestedChannels()).endsWith(OptionalLong.of(CHANNEL));
    }
  }

  @Test
  void moveFailsAfterOneRepetitionWhenTheBotIsKicked() throws Exception {
    try (TestEnvironment env = TestEnvironment.open()) {
      Bot bot = env.bot(options -> options.delay(FlowTimer.SERVER, Duration.ofMillis(300))).join();
      bot.gateway().answering(OTHER_CHANNEL, Answering.SILENTLY);
      CompletableFuture<Void> move = bot.connection().moveTo(OTHER_CHANNEL);
      bot.gateway().awaitSent(2, LIMIT);
      bot.gateway().kicked(GUILD).emitAll();
      Reason reason = TestEnvironment.failureOf(move).reason();
      assertThat(reason).isEqualTo(FailureCause.NO_SERVER_UPDATE);
      assertThat(bot.requestedChannels())
          .filteredOn(OptionalLong.of(OTHER_CHANNEL)::equals)
          .hasSize(2);
      CompletableFuture<Void> late = bot.connection().moveTo(OTHER_CHANNEL);
      assertThatThrownBy(() -> TestEnvironment.get(late))
          .hasCauseInstanceOf(IllegalStateException.class);
    }
  }
}
