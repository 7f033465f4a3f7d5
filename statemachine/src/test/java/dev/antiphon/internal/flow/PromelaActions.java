package dev.antiphon.internal.flow;

import static dev.antiphon.internal.flow.PromelaMemory.count;
import static dev.antiphon.internal.flow.PromelaStatement.NOTHING;
import static dev.antiphon.internal.flow.PromelaStatement.all;
import static dev.antiphon.internal.flow.PromelaStatement.either;
import static dev.antiphon.internal.flow.PromelaStatement.set;
import static dev.antiphon.internal.flow.PromelaStatement.when;
import static dev.antiphon.internal.flow.PromelaTerm.not;
import static dev.antiphon.internal.flow.PromelaTerm.number;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import java.util.EnumMap;
import java.util.Map;

/** Every {@link Action} as a statement of the Promela model. */
final class PromelaActions {
  private final PromelaLibrary library;
  private final PromelaGuards guards;
  private final PromelaMemory memory;
  private final PromelaRequests requests;
  private final FlowLimits limits;
  final PromelaStatement establishedKeys;

  private final Map<Action, PromelaStatement> statements = new EnumMap<>(Action.class);

  PromelaActions(
      PromelaLibrary library,
      PromelaGuards guards,
      PromelaMemory memory,
      PromelaRequests requests,
      FlowLimits limits) {
    this.library = library;
    this.guards = guards;
    this.memory = memory;
    this.requests = requests;
    this.limits = limits;
    toTheMainGateway();
    ofRequests();
    ofCredentials();
    ofTheMainGateway();
    ofTheSocket();
    ofThePath();
    ofTheKeys();
    establishedKeys =
        library.statement(
            "established_keys",
            when(PromelaVariable.KEYS.term(), memory.arm(FlowTimer.KEYS)),
            either(awaited(PromelaVariable.KEYS), set(PromelaVariable.UNSTABLE, 1), startStable()));
    ofRetries();
    ofSetbacks();
    notModelled();
  }

  /** Returns the statement of the action. Fails for a new action that is not modelled yet. */
  PromelaStatement of(Action action) {
    if (!statements.containsKey(action)) {
      throw new IllegalStateException("PromelaActions does not model the action " + action);
    }
    return statements.get(action);
  }

  private void toTheMainGateway() {
    PromelaStatement newRound = requests.newRound;
    PromelaStatement target =
        all(
            set(PromelaVariable.TARGET, PromelaVariable.CHANNEL.term()),
            set(PromelaVariable.REQUESTS, 0),
            set(PromelaVariable.FRESH, 1));
    define(Action.SET_TARGET, when(PromelaVariable.CHANNEL.term(), target));
    PromelaStatement ask =
        define(Action.SEND_VOICE_STATE, requests.leaveIfListedInTarget, requests.askForTarget);
    define(Action.SEND_VOICE_STATE_IN_NEW_ROUND, newRound, ask);
    define(Action.REPEAT_AFTER_LEAVE, memory.leaveChannel, requests.askForTarget);
    define(
        Action.LEAVE_FIRST,
        requests.countVoiceState,
        newRound,
        memory.forgetToken,
        memory.unpair,
        memory.leaveChannel);
    define(
        Action.REJOIN,
        when(PromelaVariable.ASKED.term(), memory.leaveChannel),
        newRound,
        requests.askForTarget);
    define(Action.REJOIN_AFTER_RANDOM_DELAY, newRound, requests.askForTarget);
    define(Action.REQUEST_CURRENT_CHANNEL, memory.tellSelf);
    define(Action.SEND_SELF_FLAGS, memory.tellSelf);
    define(Action.STORE_SELF_FLAGS, set(PromelaVariable.WANTED, PromelaVariable.MUTE.term()));
    define(
        Action.CORRECT_SELF_FLAGS,
        when(PromelaVariable.MAIN_UP.term().and(guards.shownWrongly), memory.tellSelf));
    define(
        Action.STOP_WAIT_FOR_ANSWER_TO_LEAVE,
        when(
            not(PromelaVariable.ANOTHER_LEAVE.term()),
            memory.disarm(FlowTimer.LEAVE),
            set(PromelaVariable.LEAVING, 0)));
    define(
        Action.WAIT_FOR_ANSWER_TO_EARLIER_LEAVE,
        when(
            PromelaVariable.ANOTHER_LEAVE.term(),
            set(PromelaVariable.LEAVING, 1),
            memory.arm(FlowTimer.LEAVE)));
  }

  private void ofRequests() {
    define(Action.MOVE, when(PromelaVariable.CHANNEL.term(), memory.askForMove));
    define(Action.FAIL_SUPERSEDED_MOVE, requests.failMove);
    define(Action.FAIL_REQUESTS_FOR_OTHER_CHANNELS, requests.supersedeOtherChannels);
    define(Action.FAIL_UNANSWERED_MOVE, requests.failUnansweredMove);
    define(Action.FAIL_UNSENT_MOVE, requests.failMove);
    define(Action.FAIL_MOVE_WITHOUT_CHANNEL, requests.failMove);
    define(Action.FAIL_UNDECIDED_MOVE, requests.failUndecidedMove);
    define(Action.FAIL_UNDECIDED_RECONNECT, requests.failRequests);
    define(Action.AWAIT_JOIN, requests.awaitJoin);
    define(Action.AWAIT_MOVE, requests.awaitMove);
    define(Action.AWAIT_RECONNECT, requests.awaitReconnect);
    define(Action.PURSUE_REQUEST, requests.pursue);
    define(Action.COMPLETE_JOIN, requests.completeJoin);
    define(Action.SET_TARGET_TO_CHANNEL_OF_BOT, memory.follow);
    define(Action.STORE_CHANNEL_OF_BOT, memory.noteListing);
    define(
        Action.TRY_OTHER_SESSION,
        memory.noteListing,
        set(PromelaVariable.CONTESTED, 1),
        memory.unpair);
  }

  private void ofCredentials() {
    define(Action.MARK_TOKEN_USED_UP, set(PromelaVariable.SPENT, 1));
    define(Action.DISCARD_CREDENTIALS, memory.forgetToken, memory.unpair);
    define(Action.STORE_DATA_OF_EVENT, memory.record);
    define(Action.STORE_DATA_OF_EVENT_AND_END_ROUND, memory.record, dialled());
    define(Action.END_PAIRING, memory.unpair);
    define(Action.WAIT_FOR_VOICE_STATE, memory.arm(FlowTimer.SETTLE));
    define(
        Action.WAIT_FOR_MISSING_VOICE_STATE,
        when(not(PromelaVariable.CONFIRMED.term()), memory.arm(FlowTimer.SETTLE)));
    define(Action.STOP_WAIT_FOR_VOICE_STATE, memory.disarm(FlowTimer.SETTLE));
  }

  /** {@link Credentials#dialled}. */
  static PromelaStatement dialled() {
    return all(set(PromelaVariable.CONFIRMED, 0), set(PromelaVariable.SERVER_LOST, 0));
  }

  private void ofTheMainGateway() {
    PromelaTerm lost = PromelaGuards.of(EventKind.MAIN_SESSION_LOST);
    PromelaTerm newMainSession = PromelaGuards.of(EventKind.MAIN_SESSION_NEW);
    define(
        Action.RECORD_MAIN_SESSION,
        set(PromelaVariable.MAIN_UP, not(lost)),
        when(newMainSession, set(PromelaVariable.MAIN_DOUBTFUL, 1)),
        when(lost.and(PromelaGuards.severed()), set(PromelaVariable.SEVERED_LOST, 1)));
    PromelaStatement awaitServer =
        when(PromelaVariable.MAIN_UP.term(), memory.arm(FlowTimer.SERVER));
    define(Action.RESTART_SERVER_TIMER, memory.awaitMainGateway);
    define(Action.AWAIT_ANOTHER_SERVER, awaitServer);
    define(Action.SET_WAIT_GRANTED_BY_POLICY, awaitServer);
    define(Action.START_HOLD_TIMER, memory.armOnce(FlowTimer.HOLD));
    define(Action.STOP_HOLD_TIMER, memory.disarm(FlowTimer.HOLD));
    define(
        Action.COUNT_CHANGE_BY_DISCORD,
        when(PromelaVariable.CHANGES.term().less(moreThanFree()), count(PromelaVariable.CHANGES)),
        when(PromelaVariable.CHANGES.is(moreThanFree()), set(PromelaVariable.PACED, 1)));
  }

  private PromelaTerm moreThanFree() {
    return library.limit("FREE_CHANGES", limits.retries().freeChanges()).plus(number(1));
  }

  private void ofTheSocket() {
    PromelaEffects effects = memory.effects();
    define(
        Action.DIAL,
        set(PromelaVariable.HELD, 1),
        set(PromelaVariable.GREETED, 0),
        effects.dialGateway,
        memory.arm(FlowTimer.DIAL));
    define(
        Action.IDENTIFY,
        set(PromelaVariable.ENCRYPTING, 1),
        set(PromelaVariable.KEYS, 0),
        set(PromelaVariable.RECOVERED, 0),
        set(PromelaVariable.UNSTABLE, 0),
        memory.disarm(FlowTimer.DIAL),
        effects.sendIdentify,
        memory.arm(FlowTimer.READY),
        memory.arm(FlowTimer.HELLO));
    define(
        Action.RESUME,
        memory.disarm(FlowTimer.DIAL),
        effects.sendResume,
        memory.arm(FlowTimer.RESUMED),
        memory.arm(FlowTimer.HELLO));
    define(
        Action.START_HEARTBEAT,
        memory.disarm(FlowTimer.HELLO),
        set(PromelaVariable.GREETED, 1),
        effects.startHeartbeat);
    define(
        Action.COUNT_VIOLATION,
        count(PromelaVariable.VIOLATIONS),
        memory.armOnce(FlowTimer.VIOLATIONS));
    define(Action.RESET_VIOLATION_COUNT, set(PromelaVariable.VIOLATIONS, 0));
    define(Action.RELEASE_SOCKET, memory.releaseSocket);
    define(Action.ABORT_SOCKET, memory.abortSocket);
  }

  private void ofThePath() {
    PromelaTerm first = PromelaVariable.MODES.term().both(number(1));
    define(
        Action.STORE_SSRC_AND_MODE,
        set(PromelaVariable.UNPROVEN, 0),
        set(PromelaVariable.CONTESTED, 0),
        set(PromelaVariable.MODE, first.choose(number(1), number(2))),
        set(PromelaVariable.KEY, 0),
        memory.effects().sessionIsReady);
    define(Action.STORE_KEY, set(PromelaVariable.KEY, 1), memory.effects().sessionIsDescribed);
    define(Action.USE_NEW_KEY, memory.effects().rekeyMedia);
    define(
        Action.SEND_DISCOVERY,
        memory.effects().sendDiscovery,
        memory.arm(FlowTimer.DISCOVERY_RETRY));
    define(
        Action.EXCLUDE_MODE,
        set(
            PromelaVariable.MODES,
            PromelaVariable.MODES.term().without(PromelaVariable.MODE.term())));
    define(Action.START_UDP_FAILURE_TIMER, memory.arm(FlowTimer.UDP_FAILURE));
    define(Action.STOP_UDP_FAILURE_TIMER, memory.disarm(FlowTimer.UDP_FAILURE));
  }

  private void ofTheKeys() {
    PromelaStatement startDelayed = when(PromelaVariable.UNSTABLE.term(), startStable());
    PromelaStatement store =
        define(
            Action.STORE_KEY_STATUS,
            set(PromelaVariable.KEYS, PromelaVariable.REPORTED.term()),
            set(
                PromelaVariable.RECOVERED,
                PromelaVariable.RECOVERED.term().and(awaited(PromelaVariable.REPORTED))));
    define(
        Action.AWAIT_KEYS, store, memory.armOnce(FlowTimer.KEYS), memory.disarm(FlowTimer.STABLE));
    define(Action.AWAIT_NEXT_KEYS, store, startDelayed, memory.arm(FlowTimer.KEYS));
    define(Action.STOP_WAIT_FOR_KEYS, store, startDelayed, memory.disarm(FlowTimer.KEYS));
    define(Action.RECOVER_KEYS, set(PromelaVariable.RECOVERED, 1), memory.arm(FlowTimer.KEYS));
    define(Action.DELAY_STABLE, set(PromelaVariable.UNSTABLE, 1));
  }

  private PromelaStatement startStable() {
    return all(set(PromelaVariable.UNSTABLE, 0), memory.arm(FlowTimer.STABLE));
  }

  /** Whether frames are held back with this status of the keys. */
  private static PromelaTerm awaited(PromelaVariable keys) {
    return number(KeyStatus.CHANGING.ordinal()).less(keys.term());
  }

  private void ofRetries() {
    define(Action.MARK_WAIT_OVER, set(PromelaVariable.WAITED, 1));
    define(
        Action.PREPARE_REJOIN,
        memory.closeUdp,
        when(not(PromelaVariable.MAIN_UP.term()), memory.armOnce(FlowTimer.HOLD)));
    define(Action.END_WAIT, memory.disarm(FlowTimer.BACKOFF), set(PromelaVariable.WAITED, 1));
    define(Action.COUNT_REJOIN, count(PromelaVariable.REJOINS));
    define(Action.CLOSE_RESUME_WINDOW, set(PromelaVariable.WINDOW_OVER, 1));
    define(
        Action.SET_BUDGETS,
        set(PromelaVariable.RESUMES_GRANTED, PromelaVariable.GRANTED.term()),
        set(PromelaVariable.REJOINS_GRANTED, PromelaVariable.GRANTED.term()));
    define(
        Action.RESET_BUDGETS,
        memory.disarm(FlowTimer.RESUME_WINDOW),
        requests.restartRecovery,
        set(PromelaVariable.VOICE_STATES, 0),
        set(PromelaVariable.RESUMES, 0),
        set(PromelaVariable.REJOINS, 0),
        set(PromelaVariable.IDENTIFIES, 0),
        set(PromelaVariable.WINDOW_OVER, 0),
        set(PromelaVariable.WAITED, 0),
        set(PromelaVariable.CHANGES, 0),
        set(PromelaVariable.PACED, 0),
        set(PromelaVariable.OPENS, 0),
        set(PromelaVariable.DISCOVERIES, 0),
        set(PromelaVariable.NOT_FOUND, 0),
        set(PromelaVariable.REFUSED, 0),
        set(PromelaVariable.UNUSABLE, 0),
        set(PromelaVariable.MODES, (1 << limits.modes().size()) - 1));
  }

  private void ofSetbacks() {
    define(
        Action.COUNT_PROTOCOL_ERROR,
        count(PromelaVariable.PROTOCOL_ERRORS),
        memory.armOnce(FlowTimer.PROTOCOL_ERRORS));
    define(Action.RESET_PROTOCOL_ERROR_COUNT, set(PromelaVariable.PROTOCOL_ERRORS, 0));
    define(Action.COUNT_REFUSED_TOKEN, count(PromelaVariable.REFUSED));
    define(Action.COUNT_SERVER_NOT_FOUND, count(PromelaVariable.NOT_FOUND));
    define(Action.COUNT_UNUSABLE_SERVER, count(PromelaVariable.UNUSABLE));
    define(Action.COUNT_UDP_OPEN_FAILURE, count(PromelaVariable.OPENS));
    define(Action.COUNT_DISCOVERY_FAILURE, count(PromelaVariable.DISCOVERIES));
  }

  /** Actions that affect no decision of a row and no property of the model. */
  private void notModelled() {
    for (Action action :
        new Action[] {
          Action.ASK_POLICY_ABOUT_REJOIN,
          Action.ASK_POLICY_FOR_BUDGETS,
          Action.STORE_OWN_ADDRESS,
          Action.REPORT_VIOLATION,
          Action.REPORT_UNKNOWN_CODE,
          Action.SHORTEN_REJOIN_DELAY,
          Action.SKIP_REJOIN_DELAY,
          Action.CLEAR_OUTSTANDING_REQUESTS
        }) {
      statements.put(action, NOTHING);
    }
  }

  private PromelaStatement define(Action action, PromelaStatement... body) {
    PromelaStatement named = library.statement(action.name(), body);
    statements.put(action, named);
    return named;
  }
}
