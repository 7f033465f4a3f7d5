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

/** Lines E3 to E8 and E10: an answer that never comes. */
class HandshakeDeadlinesTest {
  private static final Duration SHORT = Duration.ofMillis(150);

  /** Hello is awaited while a connection goes on to the state in which it should miss it. */
  private static final Duration HELLO = Duration.ofSeconds(2);

  /** The shortest interval that is taken at its word. */
  private static final Duration BEAT = Duration.ofMillis(100);

  private static final List<VoiceState> WITH_A_SOCKET =
      List.of(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, ESTABLISHED);

  @Test
  @Provokes({"E3.ID", "E3.RS", "E3.RD", "E3.DI", "E3.SE", "E3.ES"})
  void aHelloThatNeverComesIsMissedInEveryState() throws Exception {
    try (HeldOpen scene = HeldOpen.open(options -> options.delay(FlowTimer.HELLO, HELLO))) {
      scene.withheld().never(Hello.class);
      Map<VoiceState, Held> held = holdEach(scene);
      assertMissed(held, "E3", FlowTimer.HELLO, "Backoff Identify");
    }
  }

  @Test
  @Provokes({"E10.ID", "E10.RS", "E10.RD", "E10.DI", "E10.SE", "E10.ES"})
  void theSecondUnansweredHeartbeatIsOneTooManyInEveryState() throws Exception {
    try (HeldOpen scene =
        HeldOpen.open(
            server -> server.heartbeatInterval(BEAT).heartbeatLimit(HeldOpen.NEVER),
            options -> {})) {
      Map<VoiceState, Held> held = holdEach(scene);
      scene.withheld().never(HeartbeatAck.class);
      assertMissed(held, "E10", EventKind.HEARTBEATS_MISSED, "Backoff Rejoin");
    }
  }

  private static Map<VoiceState, Held> holdEach(HeldOpen scene) throws InterruptedException {
    Map<VoiceState, Held> held = new LinkedHashMap<>();
    for (VoiceState state : WITH_A_SOCKET) {
      held.put(state, scene.hold(state));
    }
    return held;
  }

  private static void assertMissed(
      Map<VoiceState, Held> held, String line, Object by, String fromIdentifying)
      throws InterruptedException {
    for (Map.Entry<VoiceState, Held> each : held.entrySet()) {
      String to =
          switch (each.getKey()) {
            case IDENTIFYING -> fromIdentifying;
            case RESUMING -> "Backoff Resume";
            case ESTABLISHED -> "Resuming";
            default -> "Backoff Rejoin";
          };
      assertThat(each.getValue().nextStep())
          .isEqualTo(new Step(line + "." + each.getKey().code(), to, by));
    }
  }

  /**
   * The dialer's own limit, a little shorter than the deadline, so that it can say where it hung.
   */
  @Test
  void aDialThatHangsIsGivenUp() throws Exception {
    FaultScript script =
        FaultScript.of(
            FaultRule.when(FaultTrigger.connected()).then(FaultAction.hang()).after(1).always());
    try (HeldOpen scene =
        HeldOpen.open(
            server -> server.faults(script), options -> options.delay(FlowTimer.DIAL, SHORT))) {
      Held resuming = scene.hold(ESTABLISHED);
      scene.reset(resuming);
      assertThat(resuming.until(RESUMING).row()).startsWith("D1.ES");
      assertThat(resuming.nextStep()).isEqualTo(Step.failed("C2.RS", "Backoff Resume"));

      Held identifying = scene.begin(IDENTIFYING);
      identifying.until(IDENTIFYING);
      assertThat(identifying.nextStep()).isEqualTo(Step.failed("C2.ID", "Backoff Identify"));
    }
  }

  @Test
  @Provokes("E4.ID")
  void aReadyThatNeverComesIsMissed() throws Exception {
    assertDeadline(FlowTimer.READY, IDENTIFYING, "E4.ID");
  }

  @Test
  @Provokes("E5.RS")
  void aResumedThatNeverComesIsMissed() throws Exception {
    assertDeadline(FlowTimer.RESUMED, RESUMING, "E5.RS");
  }

  @Test
  @Provokes("E8.SE")
  void aSessionDescriptionThatNeverComesIsMissed() throws Exception {
    assertDeadline(FlowTimer.DESCRIPTION, SELECTING, "E8.SE");
  }

  private static void assertDeadline(FlowTimer timer, VoiceState state, String cell)
      throws Exception {
    try (HeldOpen scene = HeldOpen.open(options -> options.delay(timer, SHORT))) {
      assertThat(scene.hold(state).nextStep()).isEqualTo(Step.timed(cell, "Backoff Rejoin", timer));
    }
  }

  @Test
  @Provokes("E6.DI")
  void discoveryIsAskedForAgainAndAgain() throws Exception {
    try (HeldOpen scene =
        HeldOpen.open(options -> options.delay(FlowTimer.DISCOVERY_RETRY, SHORT.dividedBy(3)))) {
      Held held = scene.hold(DISCOVERING);
      scene.awaitOf(held, 4, ServerEvent.DiscoveryRequested.class);
      assertThat(held.isQuiet()).isTrue();
    }
  }

  @Test
  @Provokes({"E7.RD", "E7.DI"})
  void anAddressThatIsNeverFoundIsMissed() throws Exception {
    try (HeldOpen scene = HeldOpen.open(HandshakeDeadlinesTest::shortDiscovery)) {
      for (VoiceState state : List.of(READY, DISCOVERING)) {
        assertThat(scene.hold(state).nextStep())
            .isEqualTo(Step.timed("E7." + state.code(), "Backoff Rejoin", FlowTimer.DISCOVERY));
      }
    }
  }

  @Test
  @Provokes("E7.DI")
  void theThirdTimeInARowThePathIsGivenUp() throws Exception {
    try (HeldOpen scene =
        HeldOpen.open(
            options -> {
              shortDiscovery(options);
              options.retries(HeldOpen.haste().build());
            })) {
      Held held = scene.hold(DISCOVERING);
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
