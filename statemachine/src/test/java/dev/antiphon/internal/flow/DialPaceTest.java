package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FlowTimer;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes by Discord spend no budget, but too many of them delay the next dial (G11, E23). */
class DialPaceTest {
  private static final List<Integer> SECONDS = List.of(1, 2, 4, 8, 16, 30, 30, 30);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void dialDelayBeginsAtTheEighthServerChangeAndThenGrows(int kind) {
    FlowSimulation flow = Stage.ESTABLISHED.reach(FlowSimulation.FOLLOWING);
    for (int change = 1; change <= 7; change++) {
      change(flow, kind);
      assertThat(flow.did()).as("change %d", change).contains("start DIAL 10000 ms");
      flow.establish();
    }
    for (int seconds : SECONDS) {
      change(flow, kind);
      assertThat(flow.state()).isEqualTo(IDENTIFYING);
      assertThat(flow.did())
          .contains("start PACE " + seconds * 1_000 + " ms")
          .noneMatch(did -> did.startsWith("dial"));
      flow.advance(Duration.ofSeconds(seconds));
      assertThat(flow.last().row().id()).isEqualTo("E23.ID.1");
      assertThat(flow.did()).contains("start DIAL 10000 ms");
      flow.establish();
    }
    assertThat(flow.memory().retries().rejoins()).as("rejoins that were counted").isZero();
  }

  @Test
  void dialAfterTheEighthServerChangeIsDelayedByOneSecond() {
    FlowSimulation flow = Stage.PACED.reach();
    flow.then(
        IDENTIFYING,
        "stop DIAL",
        "start PAIR 2000 ms",
        "close socket 8 with 1000",
        "start PACE 1000 ms");
    assertThat(flow.memory().socket().held()).isFalse();
    flow.advanceMillis(999);
    assertThat(flow.timers()).contains(FlowTimer.PACE);
    flow.advanceMillis(1).then(IDENTIFYING, "dial socket 9 at endpoint 9", "start DIAL 10000 ms");
  }

  @Test
  void delayedDialIsCancelledWhenItsServerIsReplacedOrLost() {
    FlowSimulation flow = Stage.PACED.reach().voiceServer(10, 10);
    flow.then(IDENTIFYING, "stop PACE", "start PAIR 2000 ms", "start PACE 2000 ms");
    flow.voiceServerGone();
    flow.then(AWAITING_SERVER_UPDATE, "stop PACE", "stop PAIR", "start SERVER 60000 ms");
  }

  @Test
  void serverChangeCountIsResetAfterThirtySecondsInEstablished() {
    FlowSimulation flow = Stage.PACED.reach().advanceMillis(1_000).establish();
    flow.advanceMillis(29_999);
    assertThat(flow.memory().retries().changes()).isEqualTo(8);
    flow.advanceMillis(1);
    assertThat(flow.memory().retries().changes()).isZero();
    change(flow, 0);
    assertThat(flow.did()).contains("start DIAL 10000 ms");
  }

  @Test
  void dialForAMoveByTheApplicationIsNotDelayed() {
    FlowSimulation flow = Stage.PACED.reach().move(8).voiceState(8, 1).voiceServer(10, 10);
    assertThat(flow.did()).contains("start DIAL 10000 ms");
  }

  @Test
  void delayedDialThatFailsIsRetried() {
    FlowSimulation flow = Stage.PACED.reach().advanceMillis(1_000).dialFailed("refused");
    flow.thenWaits(BackoffPlan.IDENTIFY, 1_000, 1_000).waitOver();
    assertThat(flow.did()).contains("start DIAL 10000 ms");
    assertThat(flow.establish().state()).isEqualTo(ESTABLISHED);
  }

  /** The delay depends only on the number of changes, not on their kinds. */
  @Property(tries = 300)
  void dialNeverStartsBeforeItsDelayEnds(
      @ForAll @Size(min = 1, max = 25) List<@IntRange(min = 0, max = 3) Integer> kinds,
      @ForAll @IntRange(min = 0, max = 2) int stage) {
    FlowSimulation flow =
        List.of(Stage.ESTABLISHED, Stage.READY, Stage.RESUMING)
            .get(stage)
            .reach(FlowSimulation.FOLLOWING);
    int changes = 0;
    for (int kind : kinds) {
      change(flow, kind);
      changes++;
      assertThat(flow.memory().retries().changes()).isEqualTo(changes);
      boolean waits = flow.timers().contains(FlowTimer.PACE);
      assertThat(waits).isEqualTo(changes > 7);
      if (waits) {
        long seconds = SECONDS.get(Math.min(changes - 8, SECONDS.size() - 1));
        flow.advance(Duration.ofSeconds(seconds).minusMillis(1));
        assertThat(flow.memory().socket().held()).isFalse();
        flow.advanceMillis(1);
      }
      assertThat(flow.memory().socket().held()).isTrue();
      flow.establish().advanceMillis(2_000); // earlier updates do not pair any more
    }
  }

  /** Applies a change of one kind, until the flow is allowed to dial. */
  private static void change(FlowSimulation flow, int kind) {
    int next = flow.memory().credentials().endpoint() + 1;
    int token = Math.max(next, 100 + flow.decisions().size());
    switch (kind) {
      case 0 -> flow.voiceServer(next, token).voiceState(listed(flow), session(flow));
      case 1 ->
          flow.voiceServerGone().voiceState(listed(flow), session(flow)).voiceServer(1, token);
      case 2 -> flow.closed(4014).voiceState(listed(flow), session(flow)).voiceServer(next, token);
      default -> flow.voiceState(listed(flow), session(flow) + 1).voiceServer(next, token);
    }
  }

  private static long listed(FlowSimulation flow) {
    return flow.memory().intent().target().orElseThrow();
  }

  private static int session(FlowSimulation flow) {
    return flow.memory().credentials().session();
  }
}
