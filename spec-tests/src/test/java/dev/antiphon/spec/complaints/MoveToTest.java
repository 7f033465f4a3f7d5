package dev.antiphon.spec.complaints;

import static dev.antiphon.spec.complaints.Stage.BOT;
import static dev.antiphon.spec.complaints.Stage.CHANNEL;
import static dev.antiphon.spec.complaints.Stage.GUILD;
import static dev.antiphon.spec.complaints.Stage.LIMIT;
import static dev.antiphon.spec.complaints.Stage.OTHER_CHANNEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.Connection;
import dev.antiphon.VoiceConnectException;
import dev.antiphon.audit.Transition;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.MoveFailure;
import dev.antiphon.flow.Reason;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import dev.antiphon.testkit.record.ServerEvent;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A bot moves itself: its call goes on until Discord has confirmed the move. */
class MoveToTest {
  private static final long THIRD_CHANNEL = OTHER_CHANNEL + 1;

  @Test
  void theOldCallGoesOnUntilDiscordConfirmsTheMove() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.gateway().holdAnswers();
      CompletableFuture<Void> move = bot.connection().moveTo(OTHER_CHANNEL);
      bot.gateway().awaitSent(2, LIMIT);
      bot.sayAndBeHeard(20);
      assertThat(bot.channelId()).isEqualTo(CHANNEL);
      assertThat(move).isNotDone();
      bot.gateway().releaseAnswers();
      Stage.get(move);
      bot.sayAndBeHeard(5);
      assertThat(bot.channelId()).isEqualTo(OTHER_CHANNEL);
      assertThat(stage.events(ServerEvent.Identified.class, BOT)).hasSize(2);
      assertThat(bot.asked())
          .containsExactly(OptionalLong.of(CHANNEL), OptionalLong.of(OTHER_CHANNEL));
    }
  }

  @Test
  void aMoveToAFullChannelFailsAndTheOldCallGoesOn() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot(options -> options.delay(FlowTimer.MOVE, Duration.ofMillis(200))).join();
      List<Transition> before = bot.connection().transitions();
      bot.gateway().answering(OTHER_CHANNEL, Answering.SILENTLY);
      VoiceConnectException failure = Stage.failureOf(bot.connection().moveTo(OTHER_CHANNEL));
      assertThat(failure.reason()).isEqualTo(MoveFailure.NOT_ANSWERED);
      assertThat(failure).hasMessageContaining("full").hasMessageContaining("CONNECT");
      bot.sayAndBeHeard(10);
      assertThat(bot.connection().transitions()).isEqualTo(before);
    }
  }

  @Test
  void aMoveThatCannotBeSentFailsAndTheOldCallGoesOn() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.gateway().answering(OTHER_CHANNEL, Answering.FAILING);
      assertThat(Stage.failureOf(bot.connection().moveTo(OTHER_CHANNEL)).reason())
          .isEqualTo(MoveFailure.NOT_SENT);
      bot.sayAndBeHeard(10);
      assertThat(bot.channelId()).isEqualTo(CHANNEL);
    }
  }

  @Test
  void aNewerMoveSupersedesAnOlderOne() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.gateway().answering(OTHER_CHANNEL, Answering.SILENTLY);
      CompletableFuture<Void> older = bot.connection().moveTo(OTHER_CHANNEL);
      bot.gateway().awaitSent(2, LIMIT);
      CompletableFuture<Void> newer = bot.connection().moveTo(THIRD_CHANNEL);
      assertThat(Stage.failureOf(older).reason()).isEqualTo(MoveFailure.SUPERSEDED);
      Stage.get(newer);
      bot.sayAndBeHeard(5);
      assertThat(bot.channelId()).isEqualTo(THIRD_CHANNEL);
    }
  }

  @Test
  void aSecondMoveToTheSameChannelJoinsTheFirst() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.gateway().holdAnswers();
      CompletableFuture<Void> first = bot.connection().moveTo(OTHER_CHANNEL);
      CompletableFuture<Void> second = bot.connection().moveTo(OTHER_CHANNEL);
      CompletableFuture<Connection> third = bot.voice().joinChannelAsync(GUILD, OTHER_CHANNEL);
      bot.gateway().awaitSent(2, LIMIT);
      bot.gateway().releaseAnswers();
      Stage.get(first);
      Stage.get(second);
      assertThat(Stage.get(third)).isSameAs(bot.connection());
      assertThat(bot.asked()).hasSize(2);
    }
  }

  @Test
  void aMoveThatIsCancelledIsTakenBack() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.gateway().holdAnswers();
      CompletableFuture<Void> move = bot.connection().moveTo(OTHER_CHANNEL);
      bot.gateway().awaitSent(2, LIMIT);
      assertThat(move.cancel(false)).isTrue();
      bot.gateway().awaitSent(3, LIMIT);
      bot.sayAndBeHeard(5);
      bot.gateway().releaseAnswers();
      Stage.awaitThat(
          "it is back", () -> bot.gateway().channelIn(GUILD).equals(OptionalLong.of(CHANNEL)));
      Stage.get(bot.voice().joinChannelAsync(GUILD, CHANNEL));
      assertThat(bot.channelId()).isEqualTo(CHANNEL);
      assertThat(bot.asked())
          .containsExactly(
              OptionalLong.of(CHANNEL), OptionalLong.of(OTHER_CHANNEL), OptionalLong.of(CHANNEL));
    }
  }

  /** Whether the move has met the connection by then or not. */
  @Test
  void whatIsCancelledAtOnceIsTakenBackTooAndEndsNoCall() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.gateway().answering(OTHER_CHANNEL, Answering.SILENTLY);
      for (int time = 0; time < 20; time++) {
        bot.connection().moveTo(OTHER_CHANNEL).cancel(false);
        bot.voice().joinChannelAsync(GUILD, OTHER_CHANNEL).cancel(false);
      }
      Stage.get(bot.voice().joinChannelAsync(GUILD, CHANNEL));
      bot.sayAndBeHeard(5);
      assertThat(bot.channelId()).isEqualTo(CHANNEL);
      assertThat(bot.connection().state().isEnd()).isFalse();
    }
  }

  @Test
  void whatHasEndedRefusesWithoutDelay() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.voice().close();
      for (CompletableFuture<Void> asked :
          List.of(bot.connection().moveTo(OTHER_CHANNEL), bot.connection().reconnect())) {
        assertThatThrownBy(() -> Stage.get(asked)).hasMessageContaining("has ended");
      }
    }
  }

  /** The join that gives up is a move, so the call that there was goes on. */
  @Test
  void aJoinOfAnotherChannelThatTimesOutIsTakenBack() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.gateway().answering(OTHER_CHANNEL, Answering.SILENTLY);
      Duration timeout = Duration.ofMillis(100);
      assertThatThrownBy(() -> bot.voice().joinChannel(GUILD, OTHER_CHANNEL, timeout))
          .isInstanceOf(VoiceConnectException.class);
      bot.gateway().awaitSent(3, LIMIT);
      bot.sayAndBeHeard(5);
      assertThat(bot.channelId()).isEqualTo(CHANNEL);
      assertThat(bot.asked()).endsWith(OptionalLong.of(CHANNEL));
    }
  }

  @Test
  void aMoveOfABotThatIsKickedMeanwhileFailsWithTheReason() throws Exception {
    try (Stage stage = Stage.open()) {
      Bot bot = stage.bot().join();
      bot.gateway().answering(OTHER_CHANNEL, Answering.SILENTLY);
      CompletableFuture<Void> move = bot.connection().moveTo(OTHER_CHANNEL);
      bot.gateway().awaitSent(2, LIMIT);
      bot.gateway().kicked(GUILD).emitAll();
      Reason reason = Stage.failureOf(move).reason();
      assertThat(reason).isEqualTo(DisconnectReason.REMOVED);
      CompletableFuture<Void> late = bot.connection().moveTo(OTHER_CHANNEL);
      assertThatThrownBy(() -> Stage.get(late)).hasCauseInstanceOf(IllegalStateException.class);
    }
  }
}
