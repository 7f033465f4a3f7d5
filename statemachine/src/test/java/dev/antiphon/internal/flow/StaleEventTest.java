package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.Outcome;
import dev.antiphon.protocol.EncryptionMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule G0: an event of a generation that is not held changes nothing. */
@Tag("P13")
class StaleEventTest {

  @ParameterizedTest
  @EnumSource
  void eventOfAnotherGenerationIsIgnored(Stage stage) {
    for (int offset : new int[] {-2, -1, 1, 2, Integer.MAX_VALUE}) {
      FlowMemory memory = stage.reach().memory();
      List<VoiceEvent> events = new ArrayList<>();
      events.addAll(ofSocket(memory.socket().generation() + offset));
      events.addAll(ofPath(memory.udp().generation() + offset));
      events.addAll(ofTimers(memory, offset));
      events.add(new VoiceEvent.VoiceStateNotSent(memory.intent().sends() + offset, "late"));
      events.forEach(event -> assertDropped(stage, event));
    }
  }

  @ParameterizedTest
  @EnumSource
  void eventOfAReleasedSocketOrPathOrTimerIsIgnored(Stage stage) {
    FlowMemory memory = stage.reach().memory();
    if (!stage.holdsSocket()) {
      ofSocket(memory.socket().generation()).forEach(event -> assertDropped(stage, event));
    }
    if (!stage.holdsPath()) {
      ofPath(memory.udp().generation()).forEach(event -> assertDropped(stage, event));
    }
    ofTimers(memory, 0).stream()
        .filter(event -> !event.isCurrent(memory))
        .forEach(event -> assertDropped(stage, event));
  }

  @Test
  void timeoutOfAnEarlierTimerGenerationIsIgnored() {
    FlowSimulation flow = Stage.ASKED.reach();
    int first = flow.memory().timers().generation(FlowTimer.SERVER);
    flow.advanceMillis(10_000);
    FlowMemory before = flow.memory();
    flow.on(new VoiceEvent.TimerFired(FlowTimer.SERVER, first))
        .then(VoiceState.AWAITING_SERVER_UPDATE);
    assertThat(flow.memory()).isEqualTo(before);
  }

  @Test
  void timeoutOfATimerThatNeverRanIsIgnored() {
    Stage.ESTABLISHED
        .reach()
        .on(new VoiceEvent.TimerFired(FlowTimer.UDP_FAILURE, 0))
        .then(VoiceState.ESTABLISHED);
  }

  @ParameterizedTest
  @EnumSource
  void socketThatOpensTooLateIsAborted(Stage stage) {
    FlowSimulation flow = stage.reach();
    int other = flow.memory().socket().generation() + 1;
    flow.on(new VoiceEvent.SocketOpen(other)).then(stage.state(), "abort socket " + other);
    if (stage.state().isTerminal()) {
      flow.open().then(stage.state(), "abort socket 1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void udpPathThatOpensTooLateIsClosed(Stage stage) {
    FlowSimulation flow = stage.reach();
    int other = flow.memory().udp().generation() + 1;
    flow.on(new VoiceEvent.UdpReady(other)).then(stage.state(), "close path " + other);
    if (stage.state().isTerminal()) {
      flow.udpReady().then(stage.state(), "close path 1");
    }
  }

  @Test
  void repeatedOpenEventsAndRepeatedDiscoveryEventsAreIgnored() {
    for (Stage stage : EnumSet.range(Stage.READY, Stage.DOUBTING)) {
      stage.reach().open().then(stage.state());
      if (stage != Stage.READY && stage != Stage.DISCOVERING) {
        stage.reach().discovered().then(stage.state());
      }
      if (stage != Stage.READY) {
        stage.reach().udpReady().then(stage.state());
      }
    }
  }

  private static void assertDropped(Stage stage, VoiceEvent event) {
    FlowSimulation flow = stage.reach();
    FlowMemory before = flow.memory();
    flow.on(event);
    assertThat(flow.last().row().id()).as("%s at %s", event, stage).isEqualTo("G0");
    assertThat(flow.last().row().outcome()).isEqualTo(Outcome.IGNORED);
    assertThat(flow.state()).isEqualTo(stage.state());
    assertThat(flow.memory()).isEqualTo(before);
  }

  private static List<VoiceEvent> ofSocket(int generation) {
    return List.of(
        new VoiceEvent.SocketOpen(generation),
        new VoiceEvent.DialFailed(generation, "late"),
        new VoiceEvent.HelloReceived(generation, FlowSimulation.INTERVAL),
        new VoiceEvent.ReadyReceived(generation, 1, EnumSet.allOf(EncryptionMode.class), 1),
        new VoiceEvent.ReadyReceived(generation, 1, EnumSet.noneOf(EncryptionMode.class), 1),
        new VoiceEvent.Described(generation, Optional.of(FlowSimulation.MODE), 1, 32),
        new VoiceEvent.Described(generation, Optional.empty(), 1, 32),
        new VoiceEvent.ResumedReceived(generation),
        new VoiceEvent.Malformed(generation, 2),
        new VoiceEvent.Malformed(generation, 4),
        new VoiceEvent.Malformed(generation, -1),
        new VoiceEvent.HeartbeatsMissed(generation),
        new VoiceEvent.SocketClosed(generation, 1006),
        new VoiceEvent.SocketClosed(generation, 4014));
  }

  private static List<VoiceEvent> ofPath(int generation) {
    return List.of(
        new VoiceEvent.UdpReady(generation),
        new VoiceEvent.UdpOpenFailed(generation, "late"),
        new VoiceEvent.Discovered(generation, 1),
        new VoiceEvent.UdpAlive(generation),
        new VoiceEvent.UdpUnreachable(generation, "late"),
        new VoiceEvent.NonceNearlySpent(generation));
  }

  private static List<VoiceEvent> ofTimers(FlowMemory memory, int offset) {
    List<VoiceEvent> events = new ArrayList<>();
    for (FlowTimer timer : FlowTimer.values()) {
      events.add(new VoiceEvent.TimerFired(timer, memory.timers().generation(timer) + offset));
    }
    return events;
  }
}
