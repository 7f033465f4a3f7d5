package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Voice servers to which no connection can be opened, however often it is tried. */
class UnusableServerTest {
  private static final String WHY = "the certificate is not trusted";

  @Test
  void firstUnusableServerCausesARejoinForAnotherEndpoint() {
    FlowSimulation flow = unusable(Stage.DIALLING.reach());
    flow.thenWaits(BackoffPlan.REJOIN, 500, 1_000);
    assertThat(flow.trigger()).isEqualTo(new Trigger.Failure(WHY));
  }

  @Test
  void unusableServerDuringAResumeCausesARejoinAfterAShortDelay() {
    FlowSimulation flow = unusable(Stage.REDIALLING.reach());
    flow.thenWaits(BackoffPlan.REJOIN, 250, 250);
    assertThat(flow.trigger()).isEqualTo(new Trigger.Failure(WHY));
  }

  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "REDIALLING"})
  void secondUnusableServerEndsTheConnection(Stage stage) {
    FlowSimulation flow = unusable(stage.reach()).waitOver().rejoin(2);
    assertUnusable(flow);
  }

  @ParameterizedTest
  @EnumSource(names = {"DIALLING", "REDIALLING"})
  void firstUnusableServerEndsTheConnectionWhenNoRejoinIsLeft(Stage stage) {
    FlowLimits limits = FlowSimulation.limits(RetryLimits.builder().rejoins(0).build());
    assertUnusable(stage.reach(limits));
  }

  @Test
  void otherFailedDialsDoNotResetTheCount() {
    FlowSimulation flow = unusable(Stage.DIALLING.reach()).waitOver().rejoin(2);
    flow.dialFailed("refused").thenWaits(BackoffPlan.IDENTIFY, 1_000, 1_000);
    assertUnusable(flow.waitOver());
  }

  @Test
  void countIsResetAfterThirtySecondsInEstablished() {
    FlowSimulation flow = unusable(Stage.DIALLING.reach()).waitOver().rejoin(2).establish();
    flow.advanceMillis(29_999);
    assertUnusable(flow.fork().closed(1006));
    flow.advanceMillis(1).closed(1006);
    unusable(flow).thenWaits(BackoffPlan.REJOIN, 250, 250);
  }

  /** The server is unusable. The connection ends and leaves the channel. */
  private static void assertUnusable(FlowSimulation flow) {
    unusable(flow).thenEnded(FailureCause.SERVER_UNUSABLE, new Trigger.Failure(WHY));
    assertThat(flow.did()).contains("op4(null)");
  }

  private static FlowSimulation unusable(FlowSimulation flow) {
    return flow.on(now -> new VoiceEvent.DialFailed(now.socket().generation(), WHY, true));
  }
}
