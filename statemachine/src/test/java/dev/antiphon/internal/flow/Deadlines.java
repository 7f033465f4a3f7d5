package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.machine.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Checks which timers run after a step, according to the flow's specification. */
final class Deadlines {
  private final FlowLimits limits;
  private final FlowMemory before;
  private final FlowDecision step;
  private final FlowMemory after;

  Deadlines(FlowLimits limits, FlowMemory before, FlowDecision step) {
    this.limits = limits;
    this.before = before;
    this.step = step;
    this.after = step.memory();
  }

  void check() {
    exactly(FlowTimer.MOVE, after.intent().pendingMove().isPresent());
    exactly(FlowTimer.DECIDE, after.intent().pendingRequest() != Intent.PendingRequest.NONE);
    ofALostConnection();
    exactly(FlowTimer.LEAVE, after.intent().leaving());
    exactly(FlowTimer.VIOLATIONS, after.violations() > 0);
    exactly(FlowTimer.PROTOCOL_ERRORS, after.retries().failures().protocolErrors() > 0);
    ofTheState();
    ofTheSocket();
    ofTheMainGateway();
    ofPairs();
  }

  /** P26: the deadline starts when Established is left, and again with a request. */
  private void ofALostConnection() {
    boolean lost = before.timers().isArmed(FlowTimer.RECOVERY);
    boolean leaves = step.from() == VoiceState.ESTABLISHED;
    exactly(FlowTimer.RECOVERY, step.to() != VoiceState.ESTABLISHED && (lost || leaves));
    boolean starts = leaves ? step.to() != VoiceState.ESTABLISHED : lost && asksAgain();
    Duration delay = limits.recoveryDelay(after.budgets());
    assertThat(startsOf(FlowTimer.RECOVERY))
        .as("delays of RECOVERY after %s", step)
        .isEqualTo(starts ? List.of(delay) : List.of());
    boolean decides =
        after.timers().generation(FlowTimer.DECIDE) != before.timers().generation(FlowTimer.DECIDE)
            && runs(FlowTimer.DECIDE);
    assertThat(startsOf(FlowTimer.DECIDE))
        .as("delays of DECIDE after %s", step)
        .isEqualTo(decides ? List.of(limits.delay(FlowTimer.DECIDE)) : List.of());
  }

  /** Whether the application has requested something else than what the connection does. */
  private boolean asksAgain() {
    boolean gaveUp =
        before.intent().pendingMove().isPresent()
            || step.before().at() instanceof FlowState.Severed;
    boolean asks =
        step.kind() == EventKind.RECONNECT
            || step.kind() == EventKind.JOIN_ELSEWHERE
            || step.kind() == EventKind.JOIN && gaveUp;
    return asks && step.row().outcome() != Outcome.REFUSED;
  }

  private List<Duration> startsOf(FlowTimer timer) {
    return step.effects().stream()
        .filter(Effect.StartTimer.class::isInstance)
        .map(Effect.StartTimer.class::cast)
        .filter(start -> start.timer() == timer)
        .map(Effect.StartTimer::delay)
        .toList();
  }

  private void ofTheState() {
    switch (step.to()) {
      case IDENTIFYING -> oneOf(FlowTimer.PACE, FlowTimer.DIAL, FlowTimer.READY);
      case RESUMING -> {
        oneOf(FlowTimer.DIAL, FlowTimer.RESUMED);
        assertThat(runs(FlowTimer.RESUME_WINDOW) || after.retries().windowOver())
            .as("resume window after %s", step)
            .isTrue();
      }
      case READY -> runsOn(FlowTimer.DISCOVERY);
      case DISCOVERING -> {
        runsOn(FlowTimer.DISCOVERY);
        runsOn(FlowTimer.DISCOVERY_RETRY);
      }
      case SELECTING -> runsOn(FlowTimer.DESCRIPTION);
      case ESTABLISHED -> {
        KeyStatus keys = after.encryption().keys();
        exactly(FlowTimer.KEYS, keys != KeyStatus.AVAILABLE);
        if (keys.isAwaited()) {
          exactly(FlowTimer.STABLE, false);
        } else if (step.row().changesState() || before.encryption().unstable()) {
          runsOn(FlowTimer.STABLE);
        }
      }
      case BACKOFF ->
          exactly(
              FlowTimer.BACKOFF,
              step.after().at() instanceof FlowState.BackingOff wait && !wait.waited());
      default -> {
        // ofTheMainGateway() checks the deadline of the main gateway.
      }
    }
  }

  private void ofTheSocket() {
    boolean dials =
        step.effects().stream()
            .anyMatch(
                effect ->
                    effect instanceof Effect.DialGateway || effect instanceof Effect.RedialGateway);
    if (dials) {
      runsOn(FlowTimer.DIAL);
    }
    if (step.event() instanceof VoiceEvent.SocketOpen && !before.socket().hello()) {
      runsOn(FlowTimer.HELLO);
    }
    if (step.event() instanceof VoiceEvent.UdpUnreachable
        && step.from() == VoiceState.ESTABLISHED) {
      runsOn(FlowTimer.UDP_FAILURE);
    }
  }

  /** A new wait has its full time, unless the main gateway is lost. */
  private void ofTheMainGateway() {
    if (step.after().at() instanceof FlowState.Waiting waiting) {
      ofTheMainGateway(waiting);
    }
  }

  private void ofTheMainGateway(FlowState.Waiting waiting) {
    exactly(FlowTimer.SERVER, after.mainUp());
    WaitReason reason = waiting.why();
    boolean newWait =
        step.row().changesState()
            || reason != step.before().at().substate()
            || step.event() instanceof VoiceEvent.MainSession
            || step.event() instanceof Command.Reconnect
            || asksFor();
    if (after.mainUp() && newWait && step.row().outcome() != Outcome.REFUSED) {
      Optional<Duration> delay =
          step.effects().stream()
              .filter(Effect.StartTimer.class::isInstance)
              .map(Effect.StartTimer.class::cast)
              .filter(start -> start.timer() == FlowTimer.SERVER)
              .map(Effect.StartTimer::delay)
              .reduce((first, last) -> last);
      Duration expected =
          waiting instanceof FlowState.Severed severed && severed.window().isPresent()
              ? severed.window().get()
              : limits.serverDelay(reason);
      assertThat(delay).as("delay of the server timer after %s", step).contains(expected);
    }
    boolean gone =
        step.event() instanceof VoiceEvent.VoiceServer server
            && server.endpoint() == Credentials.NONE
            && !reason.equals(WaitReason.REJOIN_LEAVING);
    boolean byTimer = step.event() instanceof VoiceEvent.TimerFired;
    boolean newRequest = !reason.isForDiscord() && reason != step.before().at().substate();
    if (gone || newRequest || asksFor() && !byTimer) {
      exactly(FlowTimer.SETTLE, false);
    }
    boolean named =
        step.event() instanceof VoiceEvent.VoiceServer
            && !gone
            && !after.credentials().equals(before.credentials());
    if (named && !after.credentials().confirmed()) {
      runsOn(FlowTimer.SETTLE);
    }
  }

  private boolean asksFor() {
    return step.effects().stream()
        .anyMatch(
            effect -> effect instanceof Effect.SendVoiceState send && send.channelId().isPresent());
  }

  /** Rule G3 (docs/flow/rules.md): the pair timer runs for an unpaired update. */
  private void ofPairs() {
    Credentials.Unpaired half = after.credentials().unpaired();
    if (half == Credentials.Unpaired.NOTHING) {
      exactly(FlowTimer.PAIR, false);
    } else if (half != before.credentials().unpaired()) {
      runsOn(FlowTimer.PAIR);
    } else if (!after.intent().unanswered()) {
      runsOn(FlowTimer.PAIR);
    }
  }

  private boolean runs(FlowTimer timer) {
    return after.timers().isArmed(timer);
  }

  private void runsOn(FlowTimer timer) {
    exactly(timer, true);
  }

  private void oneOf(FlowTimer... timers) {
    assertThat(timers).as("deadlines after %s", step).filteredOn(this::runs).hasSize(1);
  }

  private void exactly(FlowTimer timer, boolean expected) {
    if (runs(timer) != expected) {
      assertThat(runs(timer)).as("%s runs after %s", timer, step).isEqualTo(expected);
    }
  }
}
