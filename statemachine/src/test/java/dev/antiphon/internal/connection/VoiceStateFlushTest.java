package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.internal.flow.Effect;
import dev.antiphon.internal.flow.SelfFlags;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests what the sender of voice state updates (opcode 4) sends when the {@code Voice} closes. */
@Tag("P30")
class VoiceStateFlushTest extends SenderWithManualClock {
  @Test
  void flushSendsAWaitingLeaveWithoutTheMinimumInterval() {
    join(7);
    leave();
    assertThat(sender.flush()).isCompleted();
    assertThat(sent).containsExactly(OptionalLong.of(7), OptionalLong.empty());
    assertThat(sender.owesLeave()).isFalse();
  }

  @Test
  void flushSendsAWaitingLeaveWhileTheMainSessionIsLostButNoJoin() {
    port.setAway(true);
    leave();
    join(7);
    assertThat(sender.owesLeave()).isTrue();
    assertThat(sender.flush()).isCompleted();
    assertThat(sent).containsExactly(OptionalLong.empty());
    assertThat(sender.owesLeave()).isFalse();
    port.setAway(false);
    sender.mainResumed();
    advance(SPACING);
    assertThat(sent).hasSize(1);
  }

  @Test
  void flushCompletesWhenTheLeaveIsConfirmed() {
    CompletableFuture<Void> open = new CompletableFuture<>();
    answer = open;
    leave();
    CompletableFuture<Void> flushed = sender.flush();
    assertThat(sent).as("the leave was already handed to the port").hasSize(1);
    assertThat(flushed).isNotDone();
    assertThat(sender.owesLeave()).isTrue();
    open.complete(null);
    assertThat(flushed).isCompleted();
    assertThat(sender.owesLeave()).isFalse();
  }

  @Test
  void flushFailsWithTheLeaveAndNothingIsSentAfterwards() {
    CompletableFuture<Void> open = new CompletableFuture<>();
    answer = open;
    join(7);
    leave();
    CompletableFuture<Void> flushed = sender.flush();
    assertThat(sent).hasSize(2);
    open.completeExceptionally(new IllegalStateException("away"));
    assertThat(flushed).isCompletedExceptionally();
    assertThat(sender.owesLeave()).isTrue();
    advance(SPACING.multipliedBy(5));
    assertThat(sent).hasSize(2);
  }

  @Test
  void flushSendsALeaveThatWaitsForItsNextAttempt() {
    answer = CompletableFuture.failedFuture(new IllegalStateException("away"));
    leave();
    answer = CompletableFuture.completedFuture(null);
    assertThat(sender.flush()).isCompleted();
    assertThat(sent).hasSize(2);
  }

  @Test
  void flushSendsALeaveAgainAfterItsLastAttemptHasFailed() {
    failAllAttemptsOfALeave();
    answer = CompletableFuture.completedFuture(null);
    assertThat(sender.owesLeave()).isTrue();
    assertThat(sender.flush()).isCompleted();
    assertThat(sent).hasSize(4);
    assertThat(sender.owesLeave()).isFalse();
  }

  @Test
  void flushSendsNothingWhenNoLeaveIsMissing() {
    assertThat(sender.flush()).isCompleted();
    assertThat(sent).isEmpty();
  }

  @Test
  void laterJoinReplacesAFailedLeave() {
    failAllAttemptsOfALeave();
    answer = CompletableFuture.completedFuture(null);
    advance(SPACING);
    join(7);
    assertThat(sender.owesLeave()).isFalse();
    assertThat(sender.flush()).isCompleted();
    assertThat(sent.subList(3, sent.size())).containsExactly(OptionalLong.of(7));
  }

  @Test
  void leaveIsMissingWhenThePortHasStopped() {
    MainGatewayPort stopped =
        new MainGatewayPort(
            new Gateway(),
            task -> {
              throw new RejectedExecutionException();
            });
    VoiceStateSender sender =
        new VoiceStateSender(stopped, channel.eventLoop(), GUILD, SPACING, LEAVE_WINDOW);
    sender.send(
        new Effect.SendVoiceState(1, OptionalLong.empty(), SelfFlags.NONE, Duration.ZERO),
        failures::add);
    assertThat(sender.flush()).isCompletedExceptionally();
    assertThat(sender.owesLeave()).isTrue();
    assertThat(sent).isEmpty();
  }

  @Test
  void errorOfTheApplicationsGatewayIsAFailureToSend() {
    answer = null;
    thrown = new AssertionError("of the gateway");
    try (LogCapture log = LogCapture.of(MainGatewayPort.class)) {
      leave();
      assertThat(sender.flush()).isCompletedExceptionally();
      assertThat(log.lines()).containsOnly("WARN guild 1: DiscordGateway.send failed");
    }
    assertThat(failures.get(0).toString()).contains("AssertionError");
  }
}
