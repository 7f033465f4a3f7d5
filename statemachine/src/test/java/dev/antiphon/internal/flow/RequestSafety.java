package dev.antiphon.internal.flow;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.TakenOver;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Checks one step against the properties of the application's requests: each one is decided in time
 * (P26), the number of op 4 is bounded (P27), another process of the bot wins (P28), an event of
 * the time before a request does not end it (P29), and no end leaves a ghost (P30).
 */
final class RequestSafety {
  private static final Set<VoiceState> AT_REST =
      EnumSet.of(
          VoiceState.IDLE, VoiceState.ESTABLISHED, VoiceState.DISCONNECTED, VoiceState.FAILED);

  private static final Set<EventKind> REFUSALS =
      EnumSet.of(
          EventKind.CLOSE_4004,
          EventKind.CLOSE_4006_4009,
          EventKind.CLOSE_4014,
          EventKind.CLOSE_4022);

  private final FlowLimits limits;
  private final Configuration before;
  private final FlowDecision decision;
  private final VoiceEvent event;
  private final List<String> breaches = new ArrayList<>();

  private RequestSafety(FlowLimits limits, Configuration before, FlowDecision decision) {
    this.limits = limits;
    this.before = before;
    this.decision = decision;
    this.event = decision.event();
  }

  /**
   * The properties that the step breaks; empty if it breaks no property.
   *
   * @param tracked whether the explored world contains the deadlines of requests
   */
  static Optional<String> breach(
      FlowLimits limits, boolean tracked, Configuration before, FlowDecision decision) {
    if (decision.isStale() || before.isTerminal()) {
      return Optional.empty();
    }
    RequestSafety check = new RequestSafety(limits, before, decision);
    if (tracked) {
      check.isDecided();
      check.isBounded();
    }
    check.newcomerWins();
    check.requestWins();
    check.leavesNoGhost();
    return check.breaches.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join("; ", check.breaches));
  }

  /** P26. */
  private void isDecided() {
    FlowMemory after = decision.memory();
    boolean undecided = before.surroundings().after(before.memory(), decision).undecided();
    boolean decides = after.timers().isArmed(FlowTimer.DECIDE);
    hold(!undecided || decides, "P26: a future without a deadline");
    boolean endsOnTime =
        decides && after.intent().pendingRequest() == Intent.PendingRequest.JOIN
            || after.timers().isArmed(FlowTimer.RECOVERY);
    hold(
        AT_REST.contains(decision.to()) || endsOnTime,
        "P26: no deadline for the way to Established");
    if (!(event instanceof Command)) {
      hold(!isExtended(FlowTimer.DECIDE), "P26: the deadline of a future starts again");
      hold(
          !isExtended(FlowTimer.RECOVERY) || before.state() == VoiceState.ESTABLISHED,
          "P26: the deadline of a lost connection starts again");
    }
    if (event instanceof VoiceEvent.TimerFired fired) {
      hold(fired.timer() != FlowTimer.DECIDE || !undecided, "P26: not decided in time");
      hold(
          fired.timer() != FlowTimer.RECOVERY || decision.to().isTerminal(),
          "P26: the connection does not end in time");
    }
  }

  private boolean isExtended(FlowTimer timer) {
    int then = before.memory().timers().generation(timer);
    int now = decision.memory().timers().generation(timer);
    return now != 0 && now != then;
  }

  /** P27. The op 4 that follows an own leave, and the op 4 that cancels a move, are not counted. */
  private void isBounded() {
    int then = before.memory().retries().voiceStates();
    int now = decision.memory().retries().voiceStates();
    EventKind kind = decision.kind();
    if (event instanceof Command || kind == EventKind.STABLE || decision.to().isTerminal()) {
      return;
    }
    boolean sends = sends();
    boolean cancels = kind == EventKind.MOVE_TIMEOUT || kind == EventKind.REQUEST_OVERDUE;
    boolean requests =
        sends
            && before.memory().intent().requestUnanswered()
            && reason() == WaitReason.MOVE
            && !(kind == EventKind.SERVER_TIMEOUT && waitsForAnswer());
    boolean counts = sends && !(before.at() instanceof FlowState.Leaving) && !cancels && !requests;
    hold(now == then + (counts ? 1 : 0), "P27: an op 4 is not counted");
    hold(!counts || then < limits.ownVoiceStates(before.memory().budgets()), "P27: too many op 4");
  }

  private boolean sends() {
    return decision.effects().stream().anyMatch(Effect.SendVoiceState.class::isInstance);
  }

  /** P28. */
  private void newcomerWins() {
    FlowMemory memory = before.memory();
    Intent intent = memory.intent();
    int known = memory.credentials().session();
    boolean another =
        event instanceof VoiceEvent.OwnVoiceState state
            && state.channelId().isPresent()
            && known != Credentials.NONE
            && state.session() != known;
    boolean answered =
        intent.requestedChannel().isEmpty()
            && !intent.leaving()
            && intent.shown().map(intent.wanted()::equals).orElse(true);
    boolean replaced = reason() == DisconnectReason.REPLACED;
    boolean expected =
        limits.takenOver() == TakenOver.END
            && another
            && answered
            && !waitsForAnswer()
            && !isUnclear()
            && !memory.mainSessionUnconfirmed();
    hold(
        replaced == (expected || isRefused()),
        "P28: wrong reaction to the session of another process");
    hold(!replaced || !sends(), "P28: op 4 against another process");
  }

  /** No voice server has accepted the known session, so either session can be the own one. */
  private boolean isUnclear() {
    Intent intent = before.memory().intent();
    return before.state() == VoiceState.IDENTIFYING
        && intent.unproven()
        && !intent.contested()
        && decision.kind() == EventKind.VOICE_STATE_NEW_SESSION;
  }

  /** The voice server refuses the session that has replaced an unproven one. */
  private boolean isRefused() {
    return before.state() == VoiceState.IDENTIFYING
        && before.memory().intent().contested()
        && event instanceof VoiceEvent.SocketClosed
        && REFUSALS.contains(decision.kind())
        && !(decision.kind() == EventKind.CLOSE_4004
            && before.memory().intent().requestUnanswered());
  }

  private boolean waitsForAnswer() {
    return before.at() instanceof FlowState.Waiting wait && !wait.why().isForDiscord();
  }

  private Substate reason() {
    return decision.after().at().substate();
  }

  /** P29. */
  private void requestWins() {
    Intent intent = before.memory().intent();
    OptionalLong wish = intent.pendingMove().isPresent() ? intent.pendingMove() : intent.target();
    boolean old =
        event instanceof VoiceEvent.OwnVoiceState
            || event instanceof VoiceEvent.SocketClosed
            || event instanceof VoiceEvent.Evicted lost
                && lost.channelId().isPresent()
                && !lost.channelId().equals(wish);
    boolean allowed =
        reason() == FailureCause.RETRIES_EXHAUSTED || reason() == DisconnectReason.REPLACED;
    hold(
        !(old && intent.requestUnanswered()) || allowed || !decision.to().isTerminal(),
        "P29: an event of the time before the request ends it");
  }

  /** P30. */
  private void leavesNoGhost() {
    if (!decision.to().isTerminal()
        || reason() == DisconnectReason.GUILD_REMOVED
        || reason() == DisconnectReason.REPLACED) {
      return;
    }
    Intent intent = decision.memory().intent();
    boolean leaves =
        decision.effects().stream()
            .anyMatch(
                effect -> effect instanceof Effect.SendVoiceState op4 && op4.channelId().isEmpty());
    hold(
        leaves || intent.listed().isEmpty() && !intent.unanswered(), "P30: the end leaves a ghost");
  }

  private void hold(boolean condition, String breach) {
    if (!condition) {
      breaches.add(breach);
    }
  }
}
