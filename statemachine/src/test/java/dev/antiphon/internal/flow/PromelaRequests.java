package dev.antiphon.internal.flow;

import static dev.antiphon.internal.flow.PromelaStatement.all;
import static dev.antiphon.internal.flow.PromelaStatement.either;
import static dev.antiphon.internal.flow.PromelaStatement.hold;
import static dev.antiphon.internal.flow.PromelaStatement.set;
import static dev.antiphon.internal.flow.PromelaStatement.when;
import static dev.antiphon.internal.flow.PromelaTerm.not;
import static dev.antiphon.internal.flow.PromelaTerm.number;
import static dev.antiphon.internal.flow.PromelaVariable.ASKED;
import static dev.antiphon.internal.flow.PromelaVariable.CHANNEL;
import static dev.antiphon.internal.flow.PromelaVariable.FRESH;
import static dev.antiphon.internal.flow.PromelaVariable.FROM_LEAVING;
import static dev.antiphon.internal.flow.PromelaVariable.MAIN_UP;
import static dev.antiphon.internal.flow.PromelaVariable.MOVE;
import static dev.antiphon.internal.flow.PromelaVariable.PENDING;
import static dev.antiphon.internal.flow.PromelaVariable.REQUESTS;
import static dev.antiphon.internal.flow.PromelaVariable.STATE;
import static dev.antiphon.internal.flow.PromelaVariable.TARGET;
import static dev.antiphon.internal.flow.PromelaVariable.TIMERS;
import static dev.antiphon.internal.flow.PromelaVariable.TO;
import static dev.antiphon.internal.flow.PromelaVariable.UNDECIDED;
import static dev.antiphon.internal.flow.PromelaVariable.UNPAIRED;
import static dev.antiphon.internal.flow.PromelaVariable.VOICE_STATES;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.internal.flow.Intent.PendingRequest;

/** Models {@link RequestActions}, and the number of op 4 that the library sends by itself. */
final class PromelaRequests {
  final PromelaStatement newRound;
  final PromelaStatement leaveIfListedInTarget;
  final PromelaStatement askForTarget;
  final PromelaStatement countVoiceState;
  final PromelaStatement failMove;
  final PromelaStatement failUnansweredMove;
  final PromelaStatement failUndecidedMove;
  final PromelaStatement failRequests;
  final PromelaStatement supersedeOtherChannels;
  final PromelaStatement awaitJoin;
  final PromelaStatement awaitMove;
  final PromelaStatement awaitReconnect;
  final PromelaStatement completeJoin;
  final PromelaStatement pursue;
  final PromelaStatement awaitRecovery;
  final PromelaStatement restartRecovery;
  final PromelaStatement correctShownFlags;

  /** Forgets what the explorer leaves out of the memory in worlds without requests. */
  final PromelaStatement forgetUntracked;

  private final PromelaMemory memory;

  PromelaRequests(
      PromelaLibrary library, PromelaGuards guards, PromelaMemory memory, PromelaTerm tracked) {
    this.memory = memory;
    newRound = library.statement("new_round", set(REQUESTS, 0), set(ASKED, 0));
    leaveIfListedInTarget =
        library.statement(
            "leave_if_listed_in_target", when(guards.listedInTarget, memory.leaveChannel));
    PromelaStatement spendVoiceState =
        library.statement(
            "spend_voice_state",
            hold("P27", guards.of(Guard.VOICE_STATES_LEFT)),
            PromelaMemory.count(VOICE_STATES));
    countVoiceState =
        library.statement("count_voice_state", when(not(guards.command), spendVoiceState));
    PromelaTerm fromLeaving = FROM_LEAVING.term().or(PromelaGuards.in(WaitReason.REJOIN_LEAVING));
    askForTarget =
        library.statement(
            "ask_for_target", when(not(fromLeaving), countVoiceState), memory.sendRequest);
    PromelaStatement endRequests =
        library.statement(
            "end_requests",
            memory.disarm(FlowTimer.DECIDE),
            pending(PendingRequest.NONE),
            set(FRESH, 0));
    PromelaStatement endMove =
        library.statement(
            "end_move",
            memory.disarm(FlowTimer.MOVE),
            memory.withoutMove,
            endRequests,
            memory.unpairUnlessAwaited);
    failMove =
        library.statement(
            "fail_move", when(MOVE.term(), memory.effects().requestsAreDecided, endMove));
    PromelaStatement cancelUnsentMove = when(not(MAIN_UP.term()), memory.tellSelf);
    failUnansweredMove = all(failMove, cancelUnsentMove);
    failUndecidedMove =
        all(
            memory.effects().requestsAreDecided,
            either(MOVE.term(), all(endMove, cancelUnsentMove), endMove));
    failRequests = all(memory.effects().requestsAreDecided, endRequests);
    supersedeOtherChannels =
        all(
            when(
                PENDING.term().and(MOVE.term().isNot(CHANNEL.term())),
                memory.effects().requestsAreDecided,
                memory.disarm(FlowTimer.DECIDE)),
            memory.disarm(FlowTimer.MOVE),
            memory.withoutMove);
    PromelaStatement decide = memory.armOnce(FlowTimer.DECIDE);
    awaitJoin = all(pending(PendingRequest.JOIN), decide, set(FRESH, 1));
    awaitMove =
        all(
            when(PENDING.term().isNot(kind(PendingRequest.JOIN)), pending(PendingRequest.MOVE)),
            decide);
    awaitReconnect = all(when(not(PENDING.term()), pending(PendingRequest.RECONNECT)), decide);
    completeJoin = when(not(MOVE.term()), memory.effects().requestsAreDecided, endRequests);
    pursue = pursue();
    awaitRecovery =
        when(
            STATE
                .is(PromelaVariable.term(VoiceState.ESTABLISHED))
                .and(TO.term().isNot(PromelaVariable.term(VoiceState.ESTABLISHED)))
                .and(not(PromelaGuards.isEnd(TO))),
            memory.arm(FlowTimer.RECOVERY));
    restartRecovery =
        when(
            PromelaGuards.runs(FlowTimer.RECOVERY)
                .and(STATE.term().isNot(PromelaVariable.term(VoiceState.ESTABLISHED))),
            memory.arm(FlowTimer.RECOVERY));
    correctShownFlags =
        when(
            guards.shownWrongly.and(guards.of(Guard.VOICE_STATES_LEFT)),
            memory.tellSelf,
            spendVoiceState);
    PromelaTerm deadlines =
        PromelaVariable.term(FlowTimer.DECIDE).either(PromelaVariable.term(FlowTimer.RECOVERY));
    forgetUntracked =
        library.statement(
            "forget_untracked",
            when(
                not(tracked),
                set(PENDING, 0),
                set(FRESH, 0),
                set(PromelaVariable.UNPROVEN, 0),
                set(PromelaVariable.CONTESTED, 0),
                set(VOICE_STATES, 0),
                set(UNDECIDED, 0),
                set(TIMERS, TIMERS.term().without(deadlines))));
  }

  private PromelaStatement pursue() {
    PromelaStatement moveAsTarget =
        when(
            MOVE.term(),
            memory.disarm(FlowTimer.MOVE),
            set(TARGET, MOVE.term()),
            set(MOVE, 0),
            set(REQUESTS, 1),
            set(FRESH, 1));
    PromelaTerm hasServer =
        STATE
            .is(PromelaVariable.term(VoiceState.AWAITING_SERVER_UPDATE))
            .and(UNPAIRED.is(Credentials.Unpaired.VOICE_SERVER.ordinal()));
    PromelaStatement await =
        either(
            hasServer,
            PromelaActions.dialled(),
            all(memory.forgetToken, memory.disarm(FlowTimer.PAIR)));
    return all(
        moveAsTarget,
        either(
            ASKED.is(TARGET.term()),
            await,
            all(newRound, leaveIfListedInTarget, memory.sendRequest)));
  }

  private static PromelaStatement pending(PendingRequest kind) {
    return set(PENDING, kind(kind));
  }

  private static PromelaTerm kind(PendingRequest kind) {
    return number(kind.ordinal());
  }

  /** P26, in the worlds with requests. */
  static PromelaStatement checks(PromelaTerm tracked) {
    PromelaTerm decides = PromelaGuards.runs(FlowTimer.DECIDE);
    PromelaTerm atRest =
        STATE
            .is(PromelaVariable.term(VoiceState.IDLE))
            .or(STATE.is(PromelaVariable.term(VoiceState.ESTABLISHED)))
            .or(PromelaGuards.isEnd(STATE));
    PromelaTerm endsOnTime =
        decides
            .and(PENDING.is(kind(PendingRequest.JOIN)))
            .or(PromelaGuards.runs(FlowTimer.RECOVERY));
    PromelaTerm overdue = PromelaGuards.of(EventKind.REQUEST_OVERDUE).and(UNDECIDED.term());
    PromelaTerm lasting =
        PromelaGuards.of(EventKind.RECOVERY_OVER).and(not(PromelaGuards.isEnd(STATE)));
    return when(
        tracked,
        hold("P26", not(UNDECIDED.term()).or(decides)),
        hold("P26", atRest.or(endsOnTime)),
        hold("P26", not(overdue.or(lasting))));
  }
}
