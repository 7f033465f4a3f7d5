package dev.antiphon.spec.wire;

import static dev.antiphon.flow.VoiceState.DISCOVERING;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static dev.antiphon.flow.VoiceState.READY;
import static dev.antiphon.flow.VoiceState.RESUMING;
import static dev.antiphon.flow.VoiceState.SELECTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.VoiceOptions;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.Hello;
import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.fault.FaultRule;
import dev.antiphon.testkit.fault.FaultScript;
import dev.antiphon.testkit.fault.FaultTrigger;
import dev.antiphon.testkit.record.ServerEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lines E3 to E8 and E10: an expected answer does not arrive. */
class HandshakeDeadlinesTest {
  private static final Duration SHORT = Duration.ofMillis(150);

  /** Long enough for a connection to reach the tested state before the Hello timeout. */
  private static final Duration HELLO = Duration.ofSeconds(2);

  /** The shortest heartbeat interval that the library accepts. */
  private static final Duration BEAT = Duration.ofMillis(100);

  private static final List<VoiceState> WITH_A_SOCKET =
      List.of(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, ESTABLISHED);

  @Test
  @Covers({"E3.ID", "E3.RS", "E3.RD", "E3.DI", "E3.SE", "E3.ES"})
  void missingHelloCausesAReconnectInEveryState() throws Exception {
    try (TestBench bench = TestBench.open(options -> options.delay(FlowTimer.HELLO, HELLO))) {
      bench.blockedAnswers().block(Hello.class);
      Map<VoiceState, HeldConnection> held = holdEach(bench);
      assertMissed(held, "E3", FlowTimer.HELLO, "Backoff Identify");
    }
  }

  @Test
  @Covers({"E10.ID", "E10.RS", "E10.RD", "E10.DI", "E10.SE", "E10.ES"})
  void twoUnansweredHeartbeatsCauseAReconnectInEveryState() throws Exception {
    try (TestBench bench =
        TestBench.open(
            server -> server.heartbeatInterval(BEAT).heartbeatLimit(TestBench.NEVER),
            options -> {})) {
      Map<VoiceState, HeldConnection> held = holdEach(bench);
      bench.blockedAnswers().block(HeartbeatAck.class);
      assertMissed(held, "E10", EventKind.HEARTBEATS_MISSED, "Backoff Rejoin");
    }
  }

  private static Map<VoiceState, HeldConnection> holdEach(TestBench bench)
      throws InterruptedException {
    Map<VoiceState, HeldConnection> held = new LinkedHashMap<>();
    for (VoiceState state : WITH_A_SOCKET) {
      held.put(state, bench.hold(state));
    }
    return held;
  }

  private static void assertMissed(
      Map<VoiceState, HeldConnection> held, String line, Object trigger, String fromIdentifying)
      throws InterruptedException {
    for (Map.Entry<VoiceState, HeldConnection> each : held.entrySet()) {
      String to =
          switch (each.getKey()) {
            case IDENTIFYING -> fromIdentifying;
            case RESUMING -> "Backoff Resume";
            case ESTABLISHED -> "Resuming";
            default -> "Backoff Rejoin";
          };
      assertThat(each.getValue().nextStep())
          .isEqualTo(new Step(line + "." + each.getKey().code(), to, trigger));
    }
  }

  /**
   * The dialer has its own limit. It is a little shorter than the deadline, so the dialer can
   * report which phase hung.
   */
  @Test
  void dialFailsWhenTheServerDoesNotAnswer() throws Exception {
    FaultScript script =
        FaultScript.of(
            FaultRule.when(FaultTrigger.connected()).then(FaultAction.hang()).after(1).always());
    try (TestBench bench =
        TestBench.open(
            server -> server.faults(script), options -> options.delay(FlowTimer.DIAL, SHORT))) {
      HeldConnection resuming = bench.hold(ESTABLISHED);
      bench.reset(resuming);
      assertThat(resuming.until(RESUMING).row()).startsWith("D1.ES");
      assertThat(resuming.nextStep()).isEqualTo(Step.failed("C2.RS", "Backoff Resume"));

      HeldConnection identifying = bench.begin(IDENTIFYING);
      identifying.until(IDENTIFYING);
      assertThat(identifying.nextStep()).isEqualTo(Step.failed("C2.ID", "Backoff Identify"));
    }
  }

  @Test
  @Covers("E4.ID")
  void rejoinIsScheduledWhenReadyDoesNotArrive() throws Exception {
    assertDeadline(FlowTimer.READY, IDENTIFYING, "E4.ID");
  }

  @Test
  @Covers("E5.RS")
  void rejoinIsScheduledWhenResumedDoesNotArrive() throws Exception {
    assertDeadline(FlowTimer.RESUMED, RESUMING, "E5.RS");
  }

  @Test
  @Covers("E8.SE")
  void rejoinIsScheduledWhenSessionDescriptionDoesNotArrive() throws Exception {
    assertDeadline(FlowTimer.DESCRIPTION, SELECTING, "E8.SE");
  }

  private static void assertDeadline(FlowTimer timer, VoiceState state, String cell)
      throws Exception {
    try (TestBench bench = TestBench.open(options -> options.delay(timer, SHORT))) {
      assertThat(bench.hold(state).nextStep()).isEqualTo(Step.timed(cell, "Backoff Rejoin", timer));
    }
  }

  @Test
  @Covers("E6.DI")
  void discoveryRequestIsRepeatedWhileTheAnswerIsMissing() throws Exception {
    try (TestBench bench =
        TestBench.open(options -> options.delay(FlowTimer.DISCOVERY_RETRY, SHORT.dividedBy(3)))) {
      HeldConnection held = bench.hold(DISCOVERING);
      bench.awaitEvents(held, 4, ServerEvent.DiscoveryRequested.class);
      assertThat(held.hasNoNewTransition()).isTrue();
    }
  }

  @Test
  @Covers({"E7.RD", "E7.DI"})
  void rejoinIsScheduledWhenDiscoveryTimesOut() throws Exception {
    try (TestBench bench = TestBench.open(HandshakeDeadlinesTest::shortDiscovery)) {
      for (VoiceState state : List.of(READY, DISCOVERING)) {
        assertThat(bench.hold(state).nextStep())
            .isEqualTo(Step.timed("E7." + state.code(), "Backoff Rejoin", FlowTimer.DISCOVERY));
      }
    }
  }

  @Test
  @Covers("E7.DI")
  void connectionFailsWhenDiscoveryTimesOutThreeTimesInARow() throws Exception {
    try (TestBench bench =
        TestBench.open(
            options -> {
              shortDiscovery(options);
              options.retries(TestBench.shortDelays().build());
            })) {
      HeldConnection held = bench.hold(DISCOVERING);
      List<String> ends = new ArrayList<>(List.of(held.nextStep().to()));
      for (int i = 0; i < 2; i++) {
        held.until(DISCOVERING);
        ends.add(held.nextStep().to());
      }
      assertThat(ends).containsExactly("Backoff Rejoin", "Backoff Rejoin", "Failed UdpUnreachable");
    }
  }

  private static void shortDiscovery(VoiceOptions.Builder options) {
    options.delay(FlowTimer.DISCOVERY_RETRY, SHORT).delay(FlowTimer.DISCOVERY, SHORT);
  }
}
