package dev.antiphon.spec.wire;

import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static dev.antiphon.flow.VoiceState.RESUMING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.ConnectionState;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.testkit.discord.DiscordEvent;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Lines E11, E12, E14 and E16: delays between attempts, the budgets, and their restoration. */
class RetryTimersTest {
  private static final Duration SHORT = Duration.ofMillis(150);

  @Test
  @Covers("E11.BO")
  void identifyResumeAndRejoinStartAfterTheirBackoff() throws Exception {
    try (TestBench bench =
        TestBench.open(options -> options.retries(TestBench.shortDelays().build()))) {
      HeldConnection identifying = bench.hold(IDENTIFYING);
      bench.reset(identifying);
      assertThat(identifying.nextStep()).isEqualTo(Step.closed("D1.ID", "Backoff Identify", 1006));
      assertThat(identifying.nextStep()).isEqualTo(afterBackoff("Identifying"));

      HeldConnection resuming = bench.hold(RESUMING);
      bench.reset(resuming);
      assertThat(resuming.nextStep()).isEqualTo(Step.closed("D1.RS", "Backoff Resume", 1006));
      assertThat(resuming.nextStep()).isEqualTo(afterBackoff("Resuming"));

      HeldConnection rejoining = bench.hold(ESTABLISHED);
      bench.close(rejoining, 4006);
      assertThat(rejoining.nextStep()).isEqualTo(Step.closed("D5.ES", "Backoff Rejoin", 4006));
      assertThat(rejoining.nextStep())
          .isEqualTo(afterBackoff("AwaitingServerUpdate Rejoin, leaving"));
      rejoining.until(ESTABLISHED);
      assertThat(bench.requestedChannels(rejoining))
          .containsExactly(
              OptionalLong.of(TestBench.CHANNEL),
              OptionalLong.empty(),
              OptionalLong.of(TestBench.CHANNEL));
    }
  }

  /** Discord has reported the bot in no channel, so there is no channel to leave first. */
  @Test
  @Covers("E11.BO")
  void rejoinSkipsTheLeaveWhenTheBotIsInNoChannel() throws Exception {
    try (TestBench bench =
        TestBench.open(
            options ->
                options.delay(FlowTimer.SERVER, SHORT).retries(TestBench.shortDelays().build()))) {
      HeldConnection held = bench.hold(ESTABLISHED);
      bench.gateway().holdAnswers();
      bench.close(held, 4006);
      held.until(BACKOFF);
      assertThat(held.nextStep()).isEqualTo(afterBackoff("AwaitingServerUpdate Rejoin, leaving"));
      bench.gateway().kicked(held.guildId()).emit(DiscordEvent.Step.STATE);
      assertThat(held.nextStep())
          .isEqualTo(Step.timed("E1.ASU", "Backoff Rejoin", FlowTimer.SERVER));
      assertThat(held.nextStep()).isEqualTo(afterBackoff("AwaitingServerUpdate Rejoin"));
    }
  }

  @Test
  @Covers("E11.BO")
  void rejoinAfterItsBackoffWaitsForTheMainGateway() throws Exception {
    Duration wait = SHORT;
    RetryLimits limits = TestBench.longDelays().soonDelay(wait).build();
    try (TestBench bench = TestBench.open(options -> options.retries(limits))) {
      HeldConnection held = bench.hold(ESTABLISHED);
      bench.gateway().sessionLost();
      bench.close(held, 4006);
      held.until(BACKOFF);
      bench.loops().outlast(wait);
      assertThat(held.hasNoNewTransition()).isTrue();
      bench.gateway().sessionResumed();
      assertThat(held.nextStep().to()).isEqualTo("AwaitingServerUpdate Rejoin, leaving");
    }
  }

  @Test
  void connectionRejoinsWhenNoResumeIsLeftAndFailsWhenNoRejoinIsLeft() throws Exception {
    RetryLimits none = TestBench.longDelays().identifies(0).resumes(0).rejoins(1).build();
    try (TestBench bench = TestBench.open(options -> options.retries(none))) {
      HeldConnection identifying = bench.hold(IDENTIFYING);
      bench.reset(identifying);
      assertThat(identifying.nextStep()).isEqualTo(Step.closed("D1.ID", "Backoff Rejoin", 1006));

      HeldConnection established = bench.hold(ESTABLISHED);
      bench.reset(established);
      assertThat(established.nextStep()).isEqualTo(Step.closed("D1.ES", "Backoff Rejoin", 1006));
    }
    RetryLimits never = TestBench.longDelays().resumes(0).rejoins(0).build();
    try (TestBench bench = TestBench.open(options -> options.retries(never))) {
      HeldConnection held = bench.hold(ESTABLISHED);
      bench.close(held, 1001);
      assertThat(held.nextStep()).isEqualTo(Step.closed("D1.ES", "Failed RetriesExhausted", 1001));
      assertThat(held.connection().state())
          .isInstanceOfSatisfying(
              ConnectionState.Failed.class,
              failed -> assertThat(failed.cause()).isEqualTo(FailureCause.RETRIES_EXHAUSTED));
    }
  }

  /** The budget of one resume is restored after the connection was established long enough. */
  @Test
  @Covers("E14.ES")
  void resumeBudgetIsRestoredAfterAStableCall() throws Exception {
    RetryLimits once = TestBench.longDelays().resumes(1).build();
    try (TestBench bench =
        TestBench.open(options -> options.delay(FlowTimer.STABLE, SHORT).retries(once))) {
      HeldConnection held = bench.hold(ESTABLISHED);
      for (int i = 0; i < 2; i++) {
        bench.loops().outlast(SHORT);
        bench.reset(held);
        assertThat(held.nextStep()).isEqualTo(Step.closed("D1.ES", "Resuming", 1006));
        held.until(ESTABLISHED);
      }
    }
    try (TestBench bench = TestBench.open(options -> options.retries(once))) {
      HeldConnection held = bench.hold(ESTABLISHED);
      bench.reset(held);
      held.until(ESTABLISHED);
      bench.reset(held);
      assertThat(held.nextStep()).isEqualTo(Step.closed("D1.ES", "Backoff Rejoin", 1006));
    }
  }

  private static Step afterBackoff(String to) {
    return Step.timed("E11.BO", to, FlowTimer.BACKOFF);
  }
}
