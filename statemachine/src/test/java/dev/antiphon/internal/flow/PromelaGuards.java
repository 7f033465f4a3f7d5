package dev.antiphon.internal.flow;

import static dev.antiphon.internal.flow.PromelaTerm.not;
import static dev.antiphon.internal.flow.PromelaTerm.number;
import static dev.antiphon.internal.flow.PromelaVariable.ABOUT;
import static dev.antiphon.internal.flow.PromelaVariable.ASKED;
import static dev.antiphon.internal.flow.PromelaVariable.CHANNEL;
import static dev.antiphon.internal.flow.PromelaVariable.CONFIRMED;
import static dev.antiphon.internal.flow.PromelaVariable.ENDPOINT;
import static dev.antiphon.internal.flow.PromelaVariable.EVENT;
import static dev.antiphon.internal.flow.PromelaVariable.FRESH;
import static dev.antiphon.internal.flow.PromelaVariable.LISTED;
import static dev.antiphon.internal.flow.PromelaVariable.MAIN_DOUBTFUL;
import static dev.antiphon.internal.flow.PromelaVariable.MAIN_UP;
import static dev.antiphon.internal.flow.PromelaVariable.MODES;
import static dev.antiphon.internal.flow.PromelaVariable.MOVE;
import static dev.antiphon.internal.flow.PromelaVariable.MUTE;
import static dev.antiphon.internal.flow.PromelaVariable.NEWER;
import static dev.antiphon.internal.flow.PromelaVariable.PENDING;
import static dev.antiphon.internal.flow.PromelaVariable.REASON;
import static dev.antiphon.internal.flow.PromelaVariable.REJOINS_GRANTED;
import static dev.antiphon.internal.flow.PromelaVariable.REQUESTS;
import static dev.antiphon.internal.flow.PromelaVariable.SERVER_LOST;
import static dev.antiphon.internal.flow.PromelaVariable.SESSION;
import static dev.antiphon.internal.flow.PromelaVariable.SHOWN;
import static dev.antiphon.internal.flow.PromelaVariable.SPENT;
import static dev.antiphon.internal.flow.PromelaVariable.TARGET;
import static dev.antiphon.internal.flow.PromelaVariable.TIMERS;
import static dev.antiphon.internal.flow.PromelaVariable.TOKEN;
import static dev.antiphon.internal.flow.PromelaVariable.UNPAIRED;
import static dev.antiphon.internal.flow.PromelaVariable.WAITED;
import static dev.antiphon.internal.flow.PromelaVariable.WANTED;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.TakenOver;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Predicate;

/** Every {@link Guard} as a term of the Promela model. */
final class PromelaGuards {
  final PromelaTerm mostRequests;
  final PromelaTerm command;
  final PromelaTerm voiceState;
  final PromelaTerm listedElsewhere;
  final PromelaTerm paired;
  final PromelaTerm listedInTarget;
  final PromelaTerm shownWrongly;

  private final FlowLimits limits;
  private final PromelaLibrary library;
  private final Map<Guard, PromelaTerm> terms = new EnumMap<>(Guard.class);

  PromelaGuards(PromelaLibrary library, FlowLimits limits) {
    this.library = library;
    this.limits = limits;
    mostRequests = library.limit("SERVER_REQUESTS", limits.serverRequests());
    command =
        library.term(
            "command",
            of(EventKind.JOIN).or(of(EventKind.JOIN_ELSEWHERE)).or(of(EventKind.RECONNECT)));
    voiceState =
        library.term(
            "voice_state",
            of(EventKind.VOICE_STATE_WITHOUT_CHANNEL)
                .or(of(EventKind.VOICE_STATE_REPEATED))
                .or(of(EventKind.VOICE_STATE_NEW_SESSION))
                .or(of(EventKind.VOICE_STATE_OTHER_CHANNEL)));
    listedInTarget = LISTED.term().and(LISTED.is(TARGET.term()));
    shownWrongly = SHOWN.term().and(SHOWN.term().isNot(WANTED.term().plus(number(1))));
    PromelaTerm answers = CHANNEL.term().and(CHANNEL.is(ASKED.term()));
    paired =
        define(
            Guard.PAIRED,
            voiceState
                .and(UNPAIRED.is(Credentials.Unpaired.VOICE_SERVER.ordinal()))
                .and(answers.or(runs(FlowTimer.PAIR))));
    PromelaTerm own = library.term("OWN_REQUEST", waitsFor(reason -> !reason.isForDiscord()));
    listedElsewhere =
        define(
            Guard.LISTED_ELSEWHERE,
            ASKED
                .term()
                .and(own)
                .and(CHANNEL.term())
                .and(CHANNEL.term().isNot(TARGET.term()))
                .and(not(confirmsMove())));
    ofCredentials();
    ofRequests();
    ofTheApplication();
    ofTheMainGateway();
    ofBudgets();
    ofSetbacks();
    ofMessages();
  }

  /** Returns the term of the guard. Fails for a new guard that is not modelled yet. */
  PromelaTerm of(Guard guard) {
    if (!terms.containsKey(guard)) {
      throw new IllegalStateException("PromelaGuards does not model the guard " + guard);
    }
    return terms.get(guard);
  }

  static PromelaTerm of(EventKind kind) {
    return EVENT.is(PromelaVariable.term(kind));
  }

  static PromelaTerm runs(FlowTimer timer) {
    return TIMERS.term().both(PromelaVariable.term(timer)).isNot(number(0));
  }

  static PromelaTerm isEnd(PromelaVariable state) {
    return state
        .is(PromelaVariable.term(VoiceState.DISCONNECTED))
        .or(state.is(PromelaVariable.term(VoiceState.FAILED)));
  }

  private void ofCredentials() {
    PromelaTerm known = SESSION.and(TOKEN).and(ENDPOINT.term()).and(not(SPENT.term()));
    define(Guard.CREDENTIALS_KNOWN, known);
    PromelaTerm server =
        of(EventKind.VOICE_SERVER_NEW_TOKEN).or(of(EventKind.VOICE_SERVER_NEW_ENDPOINT));
    PromelaTerm byServer = server.and(SESSION.and(CONFIRMED));
    PromelaTerm byState =
        voiceState
            .and(CHANNEL.term())
            .and(not(listedElsewhere))
            .and(TOKEN.and(ENDPOINT))
            .and(not(SPENT.term()))
            .and(paired.or(not(NEWER.term()).and(CHANNEL.is(TARGET.term()))));
    PromelaTerm already = of(EventKind.VOICE_SERVER_REPEATED).and(known).and(CONFIRMED.term());
    define(Guard.CREDENTIALS_COMPLETE, byServer.or(byState).or(already));
    define(
        Guard.PAIRED_BEFORE_IDENTIFY,
        paired.and(not(NEWER.term())).and(not(runs(FlowTimer.READY))));
    define(
        Guard.ANSWER_MISSING,
        UNPAIRED.is(Credentials.Unpaired.VOICE_SERVER.ordinal()).and(ASKED.term()));
    define(Guard.SERVER_KNOWN_LOST, SERVER_LOST.term());
  }

  private void ofRequests() {
    PromelaTerm own =
        PromelaVariable.VOICE_STATES.term().less(REJOINS_GRANTED.term().plus(mostRequests));
    PromelaTerm left = define(Guard.VOICE_STATES_LEFT, own);
    define(Guard.VOICE_STATES_SPENT, not(left));
    define(Guard.MAY_REPEAT_REQUEST, REQUESTS.term().less(mostRequests).and(left));
    define(Guard.JOIN_UNDECIDED, PENDING.is(Intent.PendingRequest.JOIN.ordinal()));
    define(Guard.MOVE_UNDECIDED, PENDING.is(Intent.PendingRequest.MOVE.ordinal()));
    define(Guard.REQUEST_UNANSWERED, FRESH.or(MOVE));
    define(Guard.CHANNEL_OF_MOVE, confirmsMove());
    PromelaTerm takenOver =
        define(
            Guard.TAKEN_OVER,
            limit("END_IF_TAKEN_OVER", limits.takenOver() == TakenOver.END ? 1 : 0)
                .and(voiceState)
                .and(CHANNEL.and(SESSION))
                .and(NEWER.term())
                .and(not(ASKED.or(PromelaVariable.LEAVING)))
                .and(not(shownWrongly.or(MAIN_DOUBTFUL.term()))));
    PromelaTerm contested = define(Guard.SESSION_CONTESTED, PromelaVariable.CONTESTED.term());
    define(
        Guard.SESSION_UNCLEAR, PromelaVariable.UNPROVEN.term().and(not(contested)).and(takenOver));
  }

  private void ofTheApplication() {
    PromelaTerm moving = define(Guard.MOVE_PENDING, MOVE.term());
    define(Guard.MOVE_THERE_PENDING, moving.and(CHANNEL.is(MOVE.term())));
    define(
        Guard.SELF_FLAGS_SHOWN,
        of(EventKind.SET_SELF).and(MUTE.is(WANTED.term())).and(not(shownWrongly)));
    define(Guard.LISTED_IN_TARGET, listedInTarget);
    define(Guard.REJOIN_DUE, WAITED.term());
    define(Guard.REJOIN_DUE_LISTED, WAITED.term().and(listedInTarget));
  }

  private void ofTheMainGateway() {
    define(Guard.LEAVE_OUTSTANDING, PromelaVariable.LEAVING.term());
    define(Guard.MOVE_CONFIRMED, confirmsMove());
    PromelaTerm lost =
        define(Guard.MAIN_SESSION_LOST, MAIN_DOUBTFUL.term().or(not(MAIN_UP.term())));
    define(Guard.MAIN_SESSION_KEPT, not(lost.or(PromelaVariable.SEVERED_LOST.term())));
    define(Guard.MAIN_GATEWAY_AWAY, not(MAIN_UP.term()));
    PromelaTerm off = define(Guard.REJOINS_DISABLED, REJOINS_GRANTED.is(0));
    define(Guard.MAIN_SESSION_LOST_NO_REJOIN, lost.and(off.or(of(Guard.VOICE_STATES_SPENT))));
    define(Guard.NOT_TARGET_CHANNEL, CHANNEL.term().and(CHANNEL.term().isNot(TARGET.term())));
    define(Guard.GUILD_REMOVED, ABOUT.is(PromelaVariable.reason(DisconnectReason.GUILD_REMOVED)));
    define(
        Guard.CHANNEL_DELETED, ABOUT.is(PromelaVariable.reason(DisconnectReason.CHANNEL_DELETED)));
  }

  private void ofBudgets() {
    define(
        Guard.MAY_RESUME,
        not(PromelaVariable.WINDOW_OVER.term())
            .and(PromelaVariable.RESUMES.term().less(PromelaVariable.RESUMES_GRANTED.term())));
    define(
        Guard.MAY_REJOIN,
        PromelaVariable.REJOINS
            .term()
            .less(REJOINS_GRANTED.term())
            .and(of(Guard.VOICE_STATES_LEFT)));
    define(
        Guard.MAY_IDENTIFY_AGAIN,
        PromelaVariable.IDENTIFIES
            .term()
            .less(library.limit("IDENTIFIES", limits.retries().identifies())));
    define(
        Guard.NO_REJOIN_GRANTED,
        of(EventKind.POLICY_BUDGETS)
            .and(
                PromelaVariable.GRANTED
                    .is(0)
                    .or(
                        not(
                            PromelaVariable.VOICE_STATES
                                .term()
                                .less(PromelaVariable.GRANTED.term().plus(mostRequests))))));
  }

  private void ofSetbacks() {
    RetryLimits most = limits.retries();
    PromelaTerm path = library.limit("PATH_FAILURES", most.pathFailures());
    define(
        Guard.TOO_MANY_PROTOCOL_ERRORS,
        tooMany(PromelaVariable.PROTOCOL_ERRORS, limit("PROTOCOL_ERRORS", most.protocolErrors())));
    define(
        Guard.TOO_MANY_REFUSED_TOKENS,
        tooMany(PromelaVariable.REFUSED, limit("REFUSED_TOKENS", most.authenticationFailures())));
    define(
        Guard.TOO_MANY_SERVER_NOT_FOUND,
        tooMany(PromelaVariable.NOT_FOUND, limit("NOT_FOUND", most.serverNotFound())));
    define(
        Guard.TOO_MANY_UNUSABLE_SERVERS,
        tooMany(PromelaVariable.UNUSABLE, number(Retries.FailureCounts.UNUSABLE_SERVERS)));
    define(Guard.TOO_MANY_UDP_OPEN_FAILURES, tooMany(PromelaVariable.OPENS, path));
    define(Guard.TOO_MANY_DISCOVERY_FAILURES, tooMany(PromelaVariable.DISCOVERIES, path));
    define(
        Guard.VIOLATION_TOLERATED,
        PromelaVariable.VIOLATIONS.term().less(limit("TOLERATED", limits.violationsTolerated())));
  }

  private void ofMessages() {
    PromelaTerm bothModes = number((1 << limits.modes().size()) - 1);
    define(Guard.LAST_MODE, MODES.term().isNot(bothModes));
    define(Guard.NO_COMMON_MODE, PromelaVariable.NO_MODE.term());
    define(Guard.FIRST_HELLO, not(PromelaVariable.GREETED.term()));
    PromelaTerm sameSsrc = PromelaVariable.MODE.term().and(not(PromelaVariable.OTHER_SSRC.term()));
    define(Guard.SAME_SSRC_TOLERATED, sameSsrc.and(terms.get(Guard.VIOLATION_TOLERATED)));
    define(Guard.SAME_SSRC_MAY_RESUME, sameSsrc.and(terms.get(Guard.MAY_RESUME)));
    define(Guard.KEY_DIFFERS, PromelaVariable.OTHER_KEY.term());
    define(Guard.UDP_FAILURE_TIMER_RUNS, runs(FlowTimer.UDP_FAILURE));
    define(Guard.KEYS_MISSING, PromelaVariable.KEYS.term());
    PromelaTerm helps = PromelaVariable.KEYS.term().less(number(KeyStatus.SPENT.ordinal()));
    define(Guard.MAY_RECOVER_KEYS, not(PromelaVariable.RECOVERED.term()).and(helps));
    define(Guard.PAIRING_OPEN, runs(FlowTimer.PAIR));
  }

  private PromelaTerm define(Guard guard, PromelaTerm term) {
    PromelaTerm named = library.term(guard.name(), term);
    terms.put(guard, named);
    return named;
  }

  private PromelaTerm limit(String name, int number) {
    return library.limit(name, number);
  }

  private static PromelaTerm confirmsMove() {
    return CHANNEL.term().and(CHANNEL.is(MOVE.term()));
  }

  private static PromelaTerm waitsFor(Predicate<WaitReason> which) {
    return Arrays.stream(WaitReason.values())
        .filter(which)
        .map(PromelaGuards::in)
        .reduce(PromelaTerm::or)
        .orElseThrow();
  }

  /** Whether the connection waits after a close with 4014 or 4022. */
  static PromelaTerm severed() {
    return waitsFor(WaitReason::isSevered);
  }

  /** Whether that is the current substate. */
  static PromelaTerm in(Substate substate) {
    return REASON.is(PromelaVariable.reason(substate));
  }

  private static PromelaTerm tooMany(PromelaVariable soFar, PromelaTerm most) {
    return not(soFar.term().plus(number(1)).less(most));
  }
}
