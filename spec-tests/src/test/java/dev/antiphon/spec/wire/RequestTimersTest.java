package dev.antiphon.spec.wire;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.DISCOVERING;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static dev.antiphon.flow.VoiceState.READY;
import static dev.antiphon.flow.VoiceState.RESUMING;
import static dev.antiphon.flow.VoiceState.SELECTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.VoiceConnectException;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RequestFailure;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.testkit.discord.FakeDiscordGateway.Answering;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Line E24: requests of the application that are not decided in time. */
class RequestTimersTest {

  /** Long enough to reach any state. */
  private static final Duration DECIDE = Duration.ofSeconds(2);

  /** A connection in Ready needs a bench of its own. One that waits for answers comes last. */
  static List<List<VoiceState>> states() {
    return List.of(
        List.of(RESUMING, BACKOFF, IDENTIFYING, DISCOVERING, SELECTING, AWAITING_SERVER_UPDATE),
        List.of(READY));
  }

  @ParameterizedTest
  @MethodSource("states")
  @Covers({"E24.ASU", "E24.ID", "E24.RD", "E24.DI", "E24.SE", "E24.RS", "E24.BO"})
  void joinFailsInEveryStateWhenItIsNotDecidedInTime(List<VoiceState> states) throws Exception {
    try (TestBench bench = TestBench.open(options -> options.delay(FlowTimer.DECIDE, DECIDE))) {
      Map<VoiceState, HeldConnection> held = new LinkedHashMap<>();
      for (VoiceState state : states) {
        held.put(state, bench.hold(state));
      }
      for (VoiceState state : List.of(RESUMING, BACKOFF)) {
        if (held.containsKey(state)) {
          bench.join(held.get(state), TestBench.CHANNEL);
        }
      }
      for (Map.Entry<VoiceState, HeldConnection> join : held.entrySet()) {
        assertThat(join.getValue().nextStep())
            .isEqualTo(
                Step.timed("E24." + join.getKey().code(), "Failed NotDecided", FlowTimer.DECIDE));
      }
    }
  }

  @Test
  @Covers("E24.ES")
  void moveFailsAndTheCallContinuesWhenItIsNotDecidedInTime() throws Exception {
    try (TestBench bench = TestBench.open(options -> options.delay(FlowTimer.DECIDE, DECIDE))) {
      HeldConnection held = bench.hold(ESTABLISHED);
      bench.gateway().answering(TestBench.CHANNEL + 1, Answering.SILENTLY);
      CompletableFuture<Void> move = held.connection().moveTo(TestBench.CHANNEL + 1);
      assertThatThrownBy(() -> move.get(TestBench.LIMIT.toSeconds(), TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOfSatisfying(
              VoiceConnectException.class,
              failure -> assertThat(failure.reason()).isEqualTo(RequestFailure.UNDECIDED));
      assertThat(held.hasNoNewTransition()).isTrue();
    }
  }
}
