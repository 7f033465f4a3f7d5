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

/** Lines E11, E12, E14 and E16: waits between attempts, their budgets, and what restores those. */
class RetryTimersTest {
  private static final Duration SHORT = Duration.ofMillis(150);

  @Test
  @Provokes("E11.BO")
  void afterItsWaitEachPlanIsCarriedOut() throws Exception {
    try (HeldOpen scene = HeldOpen.open(options -> options.retries(HeldOpen.haste().build()))) {
      Held identifying = scene.hold(IDENTIFYING);
      scene.reset(identifying);
      assertThat(identifying.nextStep()).isEqualTo(Step.closed("D1.ID", "Backoff Identify", 1006));
      assertThat(identifying.nextStep()).isEqualTo(over("Identifying"));

      Held resuming = scene.hold(RESUMING);
      scene.reset(resuming);
      assertThat(resuming.nextStep()).isEqualTo(Step.closed("D1.RS", "Backoff Resume", 1006));
      assertThat(resuming.nextStep()).isEqualTo(over("Resuming"));

      Held listed = scene.hold(ESTABLISHED);
      scene.close(listed, 4006);
      assertThat(listed.nextStep()).isEqualTo(Step.closed("D5.ES", "Backoff Rejoin", 4006));
      assertThat(listed.nextStep()).isEqualTo(over("AwaitingServerUpdate Rejoin, leaving"));
      listed.until(ESTABLISHED);
      assertThat(scene.asked(listed))
          .containsExactly(
              OptionalLong.of(HeldOpen.CHANNEL),
              OptionalLong.empty(),
              OptionalLong.of(HeldOpen.CHANNEL));
    }
  }

  /** Discord has said that it lists us nowhere, so there is no channel to be left first. */
  @Test
  @Provokes("E11.BO")
  void aChannelInWhichNobodyListsUsIsNotLeftFirst() throws Exception {
    try (HeldOpen scene =
        HeldOpen.open(
            options -> options.delay(FlowTimer.SERVER, SHORT).retries(HeldOpen.haste().build()))) {
      Held held = scene.hold(ESTABLISHED);
      scene.gateway().holdAnswers();
      scene.close(held, 4006);
      held.until(BACKOFF);
      assertThat(held.nextStep()).isEqualTo(over("AwaitingServerUpdate Rejoin, leaving"));
      scene.gateway().kicked(held.guildId()).emit(DiscordEvent.Step.STATE);
      assertThat(held.nextStep())
          .isEqualTo(Step.timed("E1.ASU", "Backoff Rejoin", FlowTimer.SERVER));
      assertThat(held.nextStep()).isEqualTo(over("AwaitingServerUpdate Rejoin"));
    }
  }

  @Test
  @Provokes("E11.BO")
  void aRejoinThatIsDueWaitsForTheMainGateway() throws Exception {
    Duration wait = SHORT;
    RetryLimits limits = HeldOpen.patience().soonDelay(wait).build();
    try (HeldOpen scene = HeldOpen.open(options -> options.retries(limits))) {
      Held held = scene.hold(ESTABLISHED);
      scene.gateway().sessionLost();
      scene.close(held, 4006);
      held.until(BACKOFF);
      scene.loops().outlast(wait);
      assertThat(held.isQuiet()).isTrue();
      scene.gateway().sessionResumed();
      assertThat(held.nextStep().to()).isEqualTo("AwaitingServerUpdate Rejoin, leaving");
    }
  }

  @Test
  void aSpentBudgetLeadsToTheNextBestPlanAndInTheEndToNone() throws Exception {
    RetryLimits none = HeldOpen.patience().identifies(0).resumes(0).rejoins(1).build();
    try (HeldOpen scene = HeldOpen.open(options -> options.retries(none))) {
      Held identifying = scene.hold(IDENTIFYING);
      scene.reset(identifying);
      assertThat(identifying.nextStep()).isEqualTo(Step.closed("D1.ID", "Backoff Rejoin", 1006));

      Held established = scene.hold(ESTABLISHED);
      scene.reset(established);
      assertThat(established.nextStep()).isEqualTo(Step.closed("D1.ES", "Backoff Rejoin", 1006));
    }
    RetryLimits never = HeldOpen.patience().resumes(0).rejoins(0).build();
    try (HeldOpen scene = HeldOpen.open(options -> options.retries(never))) {
      Held held = scene.hold(ESTABLISHED);
      scene.close(held, 1001);
      assertThat(held.nextStep()).isEqualTo(Step.closed("D1.ES", "Failed RetriesExhausted", 1001));
      assertThat(held.connection().state())
          .isInstanceOfSatisfying(
              ConnectionState.Failed.class,
              failed -> assertThat(failed.cause()).isEqualTo(FailureCause.RETRIES_EXHAUSTED));
    }
  }

  /** The one resume that there is can be had again once the connection has stood long enough. */
  @Test
  @Provokes("E14.ES")
  void aConnectionThatStoodHasItsBudgetsBack() throws Exception {
    RetryLimits once = HeldOpen.patience().resumes(1).build();
    try (HeldOpen scene =
        HeldOpen.open(options -> options.delay(FlowTimer.STABLE, SHORT).retries(once))) {
      Held held = scene.hold(ESTABLISHED);
      for (int i = 0; i < 2; i++) {
        scene.loops().outlast(SHORT);
        scene.reset(held);
        assertThat(held.nextStep()).isEqualTo(Step.closed("D1.ES", "Resuming", 1006));
        held.until(ESTABLISHED);
      }
    }
    try (HeldOpen scene = HeldOpen.open(options -> options.retries(once))) {
      Held held = scene.hold(ESTABLISHED);
      scene.reset(held);
      held.until(ESTABLISHED);
      scene.reset(held);
      assertThat(held.nextStep()).isEqualTo(Step.closed("D1.ES", "Backoff Rejoin", 1006));
    }
  }

  private static Step over(String to) {
    return Step.timed("E11.BO", to, FlowTimer.BACKOFF);
  }
}
