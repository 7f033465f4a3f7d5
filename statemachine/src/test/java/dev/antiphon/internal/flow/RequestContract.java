package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RequestFailure;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.TakenOver;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.internal.flow.Intent.PendingRequest;
import dev.antiphon.machine.Outcome;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The parts of the {@link Contract} about the requests of the application: their deadlines, the
 * number of op 4, another process of the bot, and events of the time before a request.
 */
final class RequestContract {
  /** The closes that end a call, or cost a budget of their own, when no request is unanswered. */
  private static final Set<Integer> REFUSING_CODES = Set.of(4006, 4009, 4014, 4022);

  private static final Set<Integer> FORGIVEN_CODES =
      Set.of(4001, 4002, 4003, 4004, 4005, 4011, 4012, 4016, 4017, 4020, 4021);

  private final FlowLimits limits;
  private final FlowMemory before;
  private final FlowDecision step;
  private final FlowMemory after;
  private final VoiceEvent event;

  RequestContract(FlowLimits limits, FlowMemory before, FlowDecision step) {
    this.limits = limits;
    this.before = before;
    this.step = step;
    this.after = step.memory();
    this.event = step.event();
  }

  void check() {
    replaced();
    if (isPursued()) {
      pursued();
    }
    severed();
    repeats();
    counts();
    if (step.to().isTerminal()) {
      atTheEnd();
    } else {
      commands();
      undecided();
      pending();
    }
  }

  /** P28: another session while nothing of ours is unanswered is another process of the bot. */
  boolean isReplaced() {
    return isAnotherProcess() && !isUnclear() || isRefused();
  }

  /** Until the voice server accepts the session, it can belong to another process of the bot. */
  boolean isUnclear() {
    return isAnotherProcess()
        && step.from() == VoiceState.IDENTIFYING
        && before.intent().unproven()
        && !before.intent().contested()
        && step.kind() == EventKind.VOICE_STATE_NEW_SESSION;
  }

  /** The voice server refuses the session that has replaced an unproven one. */
  private boolean isRefused() {
    return step.from() == VoiceState.IDENTIFYING
        && before.intent().contested()
        && event instanceof VoiceEvent.SocketClosed closed
        && (REFUSING_CODES.contains(closed.code())
            || closed.code() == 4004 && !before.intent().requestUnanswered());
  }

  private boolean isAnotherProcess() {
    Intent intent = before.intent();
    int known = before.credentials().session();
    boolean another =
        event instanceof VoiceEvent.OwnVoiceState listing
            && listing.channelId().isPresent()
            && known != Credentials.NONE
            && listing.session() != known;
    boolean answered = intent.requestedChannel().isEmpty() && !intent.leaving();
    boolean shown = intent.shown().map(intent.wanted()::equals).orElse(true);
    return another
        && answered
        && shown
        && limits.takenOver() == TakenOver.END
        && step.from() != VoiceState.IDLE
        && !waitsForAnswer()
        && !before.mainSessionUnconfirmed();
  }

  private void replaced() {
    expect(reasonAfter(DisconnectReason.REPLACED), isReplaced(), "the connection is replaced");
  }

  private boolean waitsForAnswer() {
    return step.before().at() instanceof FlowState.Waiting waiting && !waiting.why().isForDiscord();
  }

  /** P29: the call has ended, but a join or a move of the application has no answer. */
  boolean isPursued() {
    Intent intent = before.intent();
    if (!intent.requestUnanswered() || step.from() == VoiceState.IDLE) {
      return false;
    }
    if (event instanceof VoiceEvent.OwnVoiceState listing) {
      return listing.channelId().isEmpty() && !intent.leaving() && !waitsForAnswer();
    }
    if (event instanceof VoiceEvent.SocketClosed closed) {
      return FORGIVEN_CODES.contains(closed.code());
    }
    if (event instanceof VoiceEvent.Evicted lost) {
      return intent.pendingMove().isPresent()
          && lost.reason() != DisconnectReason.GUILD_REMOVED
          && (lost.channelId().isEmpty() || lost.channelId().equals(intent.target()))
          && !lost.channelId().equals(intent.pendingMove());
    }
    return isFired(FlowTimer.SERVER) && step.before().at() instanceof FlowState.Severed;
  }

  private void pursued() {
    Intent intent = before.intent();
    OptionalLong wish = intent.pendingMove().isPresent() ? intent.pendingMove() : intent.target();
    expect(step.after().at().substate(), WaitReason.MOVE, "the state");
    expect(after.intent().target(), wish, "the target");
    expect(after.intent().requestedChannel(), wish, "the channel of the unanswered op 4");
    expect(after.intent().requestUnanswered(), true, "the request is unanswered");
    expect(after.intent().pendingRequest(), intent.pendingRequest(), "the pending request");
    expect(generation(after), generation(before), "the generation of DECIDE");
    expect(after.credentials().confirmed(), false, "a voice state of this round has arrived");
    boolean asked = intent.requestedChannel().equals(wish);
    OptionalLong listed =
        event instanceof VoiceEvent.OwnVoiceState ? OptionalLong.empty() : intent.listed();
    List<OptionalLong> expected =
        asked
            ? List.of()
            : listed.equals(wish) ? List.of(OptionalLong.empty(), wish) : List.of(wish);
    expect(sent(), expected, "op 4");
  }

  /** Rule G5: after 4014 or 4022, a lost main session is a reason to rejoin. */
  private void severed() {
    if (step.after().at() instanceof FlowState.Severed now) {
      boolean lost =
          step.before().at() instanceof FlowState.Severed then
              ? then.mainSessionLost() || !after.mainUp()
              : !before.mainUp() || before.mainSessionUnconfirmed();
      expect(now.mainSessionLost(), lost, "the main session was lost during the wait");
    }
    if (step.before().at() instanceof FlowState.Severed then
        && isFired(FlowTimer.SERVER)
        && !isPursued()) {
      boolean lost = then.mainSessionLost() || !before.mainUp() || before.mainSessionUnconfirmed();
      boolean ended =
          reasonAfter(DisconnectReason.KICKED) || reasonAfter(DisconnectReason.CALL_TERMINATED);
      expect(ended, !lost, "the close was a removal");
    }
  }

  /** Discord does not answer what it knows, so a repeated op 4 is a leave and a join. */
  private void repeats() {
    OptionalLong target = before.intent().target();
    List<OptionalLong> pair = List.of(OptionalLong.empty(), target);
    boolean asks = reasonBefore(WaitReason.JOIN) || reasonBefore(WaitReason.MOVE);
    if (isFired(FlowTimer.SERVER) && asks && !step.to().isTerminal()) {
      expect(sent(), pair, "op 4");
    }
    boolean rejoins = isFired(FlowTimer.BACKOFF) && step.to() == VoiceState.AWAITING_SERVER_UPDATE;
    if (rejoins && before.intent().listedInTarget()) {
      expect(sent(), List.of(OptionalLong.empty()), "op 4");
    } else if (rejoins) {
      expect(sent(), before.intent().unanswered() ? pair : List.of(target), "op 4");
    }
  }

  /** P27. The op 4 that follows an own leave, and the one that cancels a move, are not counted. */
  private void counts() {
    if (event instanceof Command || isFired(FlowTimer.STABLE) || step.to().isTerminal()) {
      return;
    }
    boolean counted =
        !sent().isEmpty()
            && !(step.before().at() instanceof FlowState.Leaving)
            && !isFired(FlowTimer.MOVE)
            && !isFired(FlowTimer.DECIDE)
            && !isPursued();
    int then = before.retries().voiceStates();
    expect(after.retries().voiceStates(), then + (counted ? 1 : 0), "own op 4");
    int most = before.budgets().rejoins() + limits.serverRequests();
    expect(counted && then >= most, false, "an op 4 exceeds the limit");
  }

  /** P30: a leave is sent if Discord may list the bot, except in the channel of another process. */
  private void atTheEnd() {
    expect(after.intent().pendingRequest(), PendingRequest.NONE, "the pending request");
    boolean allowed =
        !reasonAfter(DisconnectReason.GUILD_REMOVED) && !reasonAfter(DisconnectReason.REPLACED);
    Intent intent = before.intent();
    OptionalLong listed =
        event instanceof VoiceEvent.OwnVoiceState listing ? listing.channelId() : intent.listed();
    boolean mayBeListed =
        listed.isPresent() || intent.requestedChannel().isPresent() || intent.outstanding() > 0;
    expect(sent(), allowed && mayBeListed ? List.of(OptionalLong.empty()) : List.of(), "op 4");
  }

  /** P26: what an accepted command does with the pending requests. */
  private void commands() {
    if (!(event instanceof Command) || step.row().outcome() == Outcome.REFUSED) {
      return;
    }
    PendingRequest then = before.intent().pendingRequest();
    boolean moving = before.intent().pendingMove().isPresent();
    if (step.kind() == EventKind.JOIN) {
      join(then, moving);
    } else if (step.kind() == EventKind.JOIN_ELSEWHERE) {
      joinElsewhere(then);
    } else if (step.kind() == EventKind.RECONNECT) {
      boolean takesOver = moving || then == PendingRequest.NONE;
      expectPending(takesOver ? PendingRequest.RECONNECT : then, takesOver);
      expect(failsMove(), moving, "the move is superseded");
    } else {
      expectPending(then, false);
    }
  }

  private void join(PendingRequest then, boolean moving) {
    expect(failsMove(), moving, "the move is superseded");
    if (step.from() == VoiceState.ESTABLISHED) {
      expectPending(PendingRequest.NONE, true);
      return;
    }
    expectPending(PendingRequest.JOIN, moving || then == PendingRequest.NONE);
    expect(after.intent().requestUnanswered(), true, "the request is unanswered");
    if (step.before().at() instanceof FlowState.Severed) {
      expect(after.intent().requestedChannel(), after.intent().target(), "the requested channel");
    }
  }

  private void joinElsewhere(PendingRequest then) {
    OptionalLong channel =
        OptionalLong.of(
            event instanceof Command.Join join
                ? join.channelId()
                : ((Command.Move) event).channelId());
    boolean same = channel.equals(before.intent().pendingMove());
    if (step.from() == VoiceState.ESTABLISHED) {
      expectPending(PendingRequest.MOVE, !same);
      return;
    }
    boolean supersedes = then != PendingRequest.NONE && !same;
    expect(
        step.effects().contains(new Effect.FailRequests(channel, RequestFailure.SUPERSEDED)),
        supersedes,
        "the requests for other channels fail");
    expectPending(then == PendingRequest.JOIN ? then : PendingRequest.MOVE, !same);
    expect(after.intent().requestUnanswered(), true, "the request is unanswered");
  }

  private void expectPending(PendingRequest kind, boolean newDeadline) {
    expect(after.intent().pendingRequest(), kind, "the pending request");
    if (kind != PendingRequest.NONE) {
      expect(generation(after) != generation(before), newDeadline, "DECIDE starts");
    }
  }

  private boolean failsMove() {
    return step.effects().stream()
        .anyMatch(
            effect ->
                effect instanceof Effect.FailMove fail && fail.why() == RequestFailure.SUPERSEDED);
  }

  /** P26: the deadline decides. */
  private void undecided() {
    if (isFired(FlowTimer.RECOVERY)) {
      expect(reasonAfter(FailureCause.RETRIES_EXHAUSTED), true, "the lost connection ends");
    }
    if (!isFired(FlowTimer.DECIDE)) {
      return;
    }
    PendingRequest then = before.intent().pendingRequest();
    expect(then != PendingRequest.JOIN, true, "another request than a join is undecided");
    Effect failure = new Effect.FailRequests(OptionalLong.empty(), RequestFailure.UNDECIDED);
    expect(step.effects().contains(failure), true, "the request fails");
    expect(after.intent().pendingRequest(), PendingRequest.NONE, "the pending request");
    expect(after.intent().pendingMove(), OptionalLong.empty(), "the pending move");
    boolean cancels = before.intent().pendingMove().isPresent() && !before.mainUp();
    boolean shownWrongly =
        before.intent().shown().filter(before.intent().wanted()::equals).isEmpty();
    if (cancels) {
      expect(sent(), List.of(after.intent().target()), "op 4");
    } else if (!before.mainUp() || !shownWrongly || step.from() != VoiceState.ESTABLISHED) {
      expect(sent(), List.of(), "op 4");
    }
  }

  /**
   * P26: without a command, a request only ends together with its future. The channel of a move
   * that gives up the call is the target, so no move is pending then.
   */
  private void pending() {
    boolean withoutCall = reasonAfter(WaitReason.JOIN) || reasonAfter(WaitReason.MOVE);
    expect(withoutCall && after.intent().pendingMove().isPresent(), false, "a move is pending");
    if (event instanceof Command) {
      return;
    }
    PendingRequest then = before.intent().pendingRequest();
    PendingRequest now = after.intent().pendingRequest();
    boolean completes =
        step.effects().stream()
            .anyMatch(
                effect ->
                    effect instanceof Effect.CompleteJoin && after.intent().pendingMove().isEmpty()
                        || effect instanceof Effect.FailMove
                        || effect instanceof Effect.FailRequests);
    expect(now, completes ? PendingRequest.NONE : then, "the pending request");
    if (now != PendingRequest.NONE) {
      expect(generation(after), generation(before), "the generation of DECIDE");
    }
    if (step.to() == VoiceState.ESTABLISHED && step.row().changesState()) {
      long channel = after.intent().target().orElseThrow();
      expect(step.effects().contains(new Effect.CompleteJoin(channel)), true, "joins complete");
    }
  }

  private static int generation(FlowMemory memory) {
    return memory.timers().generation(FlowTimer.DECIDE);
  }

  private boolean isFired(FlowTimer timer) {
    return event instanceof VoiceEvent.TimerFired fired && fired.timer() == timer;
  }

  private boolean reasonBefore(Substate reason) {
    return step.before().at().substate() == reason;
  }

  private boolean reasonAfter(Substate reason) {
    return step.after().at().substate() == reason;
  }

  /** The channels of the op 4 that the step sends. */
  private List<OptionalLong> sent() {
    return step.effects().stream()
        .filter(Effect.SendVoiceState.class::isInstance)
        .map(effect -> ((Effect.SendVoiceState) effect).channelId())
        .toList();
  }

  private void expect(Object actual, Object expected, String name) {
    if (!actual.equals(expected)) {
      assertThat(actual).as("%s after %s", name, step).isEqualTo(expected);
    }
  }
}
