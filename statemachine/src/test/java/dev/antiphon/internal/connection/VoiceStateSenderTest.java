package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.internal.flow.VoiceEvent;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the sender of voice state updates (opcode 4) with a manual clock. */
@Tag("P12")
class VoiceStateSenderTest extends SenderWithManualClock {
  @Test
  void firstUpdateIsSentImmediatelyAndTheNextAfterTheMinimumInterval() {
    join(7);
    assertThat(sent).containsExactly(OptionalLong.of(7));
    join(7);
    assertThat(sender.untilSent()).isEqualTo(SPACING);
    advance(SPACING.minusMillis(1));
    assertThat(sent).hasSize(1);
    advance(Duration.ofMillis(1));
    assertThat(sent).hasSize(2);
    assertThat(sender.untilSent()).isZero();
  }

  @Test
  void updateIsSentImmediatelyWhenTheMinimumIntervalHasPassed() {
    join(7);
    advance(SPACING);
    join(7);
    assertThat(sent).hasSize(2);
  }

  @Test
  void leaveAndFollowingJoinAreSentTogetherAndCountAsOneUpdate() {
    join(7);
    leave();
    join(8);
    assertThat(sent).hasSize(1);
    advance(SPACING);
    assertThat(sent).containsExactly(OptionalLong.of(7), OptionalLong.empty(), OptionalLong.of(8));
    join(9);
    advance(SPACING.minusMillis(1));
    assertThat(sent).hasSize(3);
    advance(Duration.ofMillis(1));
    assertThat(sent).hasSize(4);
  }

  @Test
  void joinAfterASentLeaveIsSentImmediately() {
    leave();
    join(7);
    assertThat(sent).containsExactly(OptionalLong.empty(), OptionalLong.of(7));
    join(8);
    assertThat(sender.untilSent()).isEqualTo(SPACING);
  }

  @Test
  void failedLeaveIsSentThreeTimesOrUntilAJoinFollows() {
    answer = CompletableFuture.failedFuture(new IllegalStateException("away"));
    leave();
    for (int time = 0; time < 10; time++) {
      advance(SPACING);
    }
    assertThat(sent)
        .containsExactly(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    leave();
    join(7);
    for (int time = 0; time < 10; time++) {
      advance(SPACING);
    }
    assertThat(sent.subList(3, sent.size()))
        .as("the join follows the repeated leave, and nothing follows the join")
        .containsExactly(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(7));
  }

  @Test
  void joinDoesNotShortenTheDelayOfAWaitingLeave() {
    leave();
    advance(Duration.ofMillis(100));
    leave();
    join(7);
    assertThat(sent).hasSize(1);
    advance(SPACING);
    assertThat(sent.subList(1, 3)).containsExactly(OptionalLong.empty(), OptionalLong.of(7));
  }

  @Test
  void withdrawnJoinIsNotSentButTheLeaveBeforeItIsSent() {
    join(7);
    leave();
    join(8);
    sender.withdrawJoins();
    advance(SPACING);
    assertThat(sent).containsExactly(OptionalLong.of(7), OptionalLong.empty());
    advance(Duration.ofMinutes(1));
    assertThat(sent).hasSize(2);
  }

  @Test
  void newMainSessionRemovesWaitingJoinsButKeepsWaitingLeaves() {
    port.setAway(true);
    leave();
    join(7);
    port.setAway(false);
    sender.mainRenewed();
    assertThat(sent).containsExactly(OptionalLong.empty());
    advance(Duration.ofMinutes(1));
    assertThat(sent).hasSize(1);
  }

  @Test
  void newerUpdateReplacesAWaitingUpdate() {
    join(7);
    join(8);
    join(9);
    advance(SPACING);
    assertThat(sent).containsExactly(OptionalLong.of(7), OptionalLong.of(9));
    leave();
    join(8);
    join(9);
    advance(SPACING);
    assertThat(sent.subList(2, 4)).containsExactly(OptionalLong.empty(), OptionalLong.of(9));
    join(8);
    leave();
    advance(SPACING);
    assertThat(sent.subList(4, sent.size())).containsExactly(OptionalLong.empty());
    advance(Duration.ofMinutes(1));
    assertThat(sent).hasSize(5);
  }

  @Test
  void updateIsSentAfterTheRequestedDelayAndTheDelayIsReported() {
    send(OptionalLong.of(7), Duration.ofMillis(800));
    assertThat(sender.untilSent()).isEqualTo(Duration.ofMillis(800));
    advance(Duration.ofMillis(799));
    assertThat(sent).isEmpty();
    advance(Duration.ofMillis(1));
    assertThat(sent).hasSize(1);
    send(OptionalLong.of(7), Duration.ofMillis(800));
    assertThat(sender.untilSent()).as("the longer of both delays").isEqualTo(SPACING);
  }

  @Test
  void onlyTheLastUpdateIsSentWhenTheMainGatewayReturns() {
    port.setAway(true);
    join(7);
    leave();
    advance(Duration.ofMinutes(5));
    assertThat(sent).isEmpty();
    port.setAway(false);
    sender.mainResumed();
    assertThat(sent).containsExactly(OptionalLong.empty());
  }

  @Test
  void dueUpdateIsSentWhenTheMainGatewayReturns() {
    join(7);
    join(8);
    port.setAway(true);
    advance(SPACING.multipliedBy(2));
    assertThat(sent).hasSize(1);
    port.setAway(false);
    sender.mainResumed();
    assertThat(sent).hasSize(2);
  }

  @Test
  void leaveCountsAsUnansweredUntilItsAnswerArrivesOrTenSecondsPass() {
    assertThat(sender.leaveOutstanding()).isFalse();
    leave();
    assertThat(sender.leaveOutstanding()).isTrue();
    assertThat(sender.leaveAnswered()).isFalse();
    assertThat(sender.leaveOutstanding()).isFalse();

    leave();
    advance(SPACING);
    advance(LEAVE_WINDOW.minusMillis(1));
    assertThat(sender.leaveOutstanding()).isTrue();
    advance(Duration.ofMillis(1));
    assertThat(sender.leaveOutstanding()).isFalse();
  }

  @Test
  void eachAnswerCompletesOneSentLeave() {
    leave();
    leave();
    leave();
    advance(SPACING);
    assertThat(sent).hasSize(2);
    assertThat(sender.leaveAnswered()).as("another leave is outstanding").isTrue();
    assertThat(sender.leaveAnswered()).isFalse();

    leave();
    assertThat(sender.leaveAnswered()).as("the waiting leave is outstanding").isTrue();
    advance(SPACING);
    assertThat(sender.leaveAnswered()).isFalse();
  }

  @Test
  void leaveIsSentOnceWhenDiscordExecutesAJoinAfterTheConnectionEnded() {
    listWithoutConnection(7, OWN);
    assertThat(sent).as("updates without a request").isEmpty();
    join(7);
    listWithoutConnection(7, OWN);
    listWithoutConnection(7, OWN);
    advance(SPACING);
    assertThat(sent).containsExactly(OptionalLong.of(7), OptionalLong.empty());
    listWithoutConnection(7, OWN);
    advance(SPACING);
    assertThat(sent).as("updates including the leave").hasSize(2);
    sender.voiceStateWithoutConnection(OptionalLong.empty(), OWN);
    assertThat(sender.leaveOutstanding()).isFalse();
  }

  @Test
  void noLeaveIsSentWhenDiscordListsAnotherProcessOfTheBot() {
    join(7);
    sender.listedWith(OWN);
    advance(SPACING);
    listWithoutConnection(7, "session of another process");
    advance(SPACING);
    assertThat(sent).containsExactly(OptionalLong.of(7));
    listWithoutConnection(7, OWN);
    assertThat(sent).containsExactly(OptionalLong.of(7), OptionalLong.empty());
  }

  @Test
  void sessionIdOfTheOldMainSessionIsForgotten() {
    join(7);
    sender.listedWith(OWN);
    sender.mainRenewed();
    advance(SPACING);
    listWithoutConnection(7, "session of the new main session");
    assertThat(sent).containsExactly(OptionalLong.of(7), OptionalLong.empty());
  }

  @Test
  void noLeaveFollowsAForgottenJoin() {
    join(7);
    sender.listedWith(OWN);
    advance(SPACING);
    sender.forgetJoins();
    listWithoutConnection(7, OWN);
    listWithoutConnection(7, "session of another process");
    assertThat(sender.flush()).isCompleted();
    advance(SPACING);
    assertThat(sent).containsExactly(OptionalLong.of(7));
  }

  @Test
  void waitingUpdatesAreForgottenWithTheJoins() {
    join(7);
    leave();
    sender.forgetJoins();
    assertThat(sender.owesLeave()).isFalse();
    assertThat(sender.flush()).isCompleted();
    assertThat(sent).containsExactly(OptionalLong.of(7));
    join(8);
    assertThat(sent).as("a later connection joins").hasSize(2);
  }

  @Test
  void noAnswerIsExpectedAfterTheLastAttemptOfALeaveFails() {
    answer = CompletableFuture.failedFuture(new IllegalStateException("away"));
    leave();
    assertThat(sender.leaveOutstanding()).as("the leave is sent again").isTrue();
    advance(SPACING);
    advance(SPACING);
    assertThat(sent).hasSize(3);
    assertThat(sender.leaveOutstanding()).isFalse();
  }

  @Test
  void gatewayFailureIsReportedWithoutTheMessageOfItsException() {
    answer = CompletableFuture.failedFuture(new IllegalStateException("token of a bot"));
    join(7);
    assertThat(failures)
        .containsExactly(
            new VoiceEvent.VoiceStateNotSent(
                1, "op 4 could not be sent to the main gateway (IllegalStateException)"));
    answer = null;
    advance(SPACING);
    try (LogCapture log = LogCapture.of(MainGatewayPort.class)) {
      join(7);
      assertThat(log.lines()).containsExactly("WARN guild 1: DiscordGateway.send failed");
    }
    assertThat(failures).hasSize(2);
    assertThat(failures.get(1).toString()).contains("NoStageException");
  }
}
