package dev.antiphon.internal.flow;

import static dev.antiphon.internal.flow.PromelaStatement.all;
import static dev.antiphon.internal.flow.PromelaStatement.either;
import static dev.antiphon.internal.flow.PromelaStatement.hold;
import static dev.antiphon.internal.flow.PromelaStatement.set;
import static dev.antiphon.internal.flow.PromelaStatement.when;
import static dev.antiphon.internal.flow.PromelaTerm.not;
import static dev.antiphon.internal.flow.PromelaTerm.number;
import static dev.antiphon.internal.flow.PromelaVariable.ASKED;
import static dev.antiphon.internal.flow.PromelaVariable.BEGUN;
import static dev.antiphon.internal.flow.PromelaVariable.CHANNEL;
import static dev.antiphon.internal.flow.PromelaVariable.CONFIRMED;
import static dev.antiphon.internal.flow.PromelaVariable.DIFFERS;
import static dev.antiphon.internal.flow.PromelaVariable.ENDPOINT;
import static dev.antiphon.internal.flow.PromelaVariable.FRESH;
import static dev.antiphon.internal.flow.PromelaVariable.GREETED;
import static dev.antiphon.internal.flow.PromelaVariable.HALF;
import static dev.antiphon.internal.flow.PromelaVariable.HELD;
import static dev.antiphon.internal.flow.PromelaVariable.KEY;
import static dev.antiphon.internal.flow.PromelaVariable.LEAVING;
import static dev.antiphon.internal.flow.PromelaVariable.LISTED;
import static dev.antiphon.internal.flow.PromelaVariable.MAIN_DOUBTFUL;
import static dev.antiphon.internal.flow.PromelaVariable.MAIN_UP;
import static dev.antiphon.internal.flow.PromelaVariable.MOVE;
import static dev.antiphon.internal.flow.PromelaVariable.MUTE;
import static dev.antiphon.internal.flow.PromelaVariable.NEWER;
import static dev.antiphon.internal.flow.PromelaVariable.PATH_HELD;
import static dev.antiphon.internal.flow.PromelaVariable.PUBLISHED;
import static dev.antiphon.internal.flow.PromelaVariable.REQUESTS;
import static dev.antiphon.internal.flow.PromelaVariable.SAME_SERVER;
import static dev.antiphon.internal.flow.PromelaVariable.SERVER_LOST;
import static dev.antiphon.internal.flow.PromelaVariable.SESSION;
import static dev.antiphon.internal.flow.PromelaVariable.SHOWN;
import static dev.antiphon.internal.flow.PromelaVariable.SPENT;
import static dev.antiphon.internal.flow.PromelaVariable.STATE;
import static dev.antiphon.internal.flow.PromelaVariable.TARGET;
import static dev.antiphon.internal.flow.PromelaVariable.TIMERS;
import static dev.antiphon.internal.flow.PromelaVariable.TO;
import static dev.antiphon.internal.flow.PromelaVariable.TOKEN;
import static dev.antiphon.internal.flow.PromelaVariable.UNPAIRED;
import static dev.antiphon.internal.flow.PromelaVariable.VIOLATIONS;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Models the changes that {@link Step} makes to the memory. */
final class PromelaMemory {
  private static final int NOTHING = Credentials.Unpaired.NOTHING.ordinal();
  private static final int VOICE_STATE = Credentials.Unpaired.VOICE_STATE.ordinal();
  private static final int VOICE_SERVER = Credentials.Unpaired.VOICE_SERVER.ordinal();

  final PromelaStatement forgetToken;
  final PromelaStatement sendRequest;
  final PromelaStatement askForMove;
  final PromelaStatement tellSelf;
  final PromelaStatement leaveChannel;
  final PromelaStatement unpair;
  final PromelaStatement withoutMove;
  final PromelaStatement unpairUnlessAwaited;
  final PromelaStatement noteListing;
  final PromelaStatement record;
  final PromelaStatement follow;
  final PromelaStatement awaitMainGateway;
  final PromelaStatement releaseSocket;
  final PromelaStatement closeSocket;
  final PromelaStatement abortSocket;
  final PromelaStatement publishMedia;
  final PromelaStatement withdrawMedia;
  final PromelaStatement closeUdp;

  private final PromelaEffects effects;
  private final Map<FlowTimer, PromelaStatement> arming = new EnumMap<>(FlowTimer.class);
  private final Map<FlowTimer, PromelaStatement> disarming = new EnumMap<>(FlowTimer.class);

  PromelaMemory(PromelaLibrary library, PromelaGuards guards, PromelaEffects effects) {
    this.effects = effects;
    for (FlowTimer timer : FlowTimer.values()) {
      arming.put(timer, library.statement("arm_" + timer, startTimer(timer, guards)));
      disarming.put(timer, library.statement("disarm_" + timer, stopTimer(timer)));
    }
    forgetToken =
        library.statement(
            "forget_token",
            when(TOKEN.term(), set(SAME_SERVER, 0)),
            set(TOKEN, 0),
            set(SPENT, 0),
            set(CONFIRMED, 0),
            set(SERVER_LOST, 0),
            set(UNPAIRED, NOTHING));
    sendRequest =
        library.statement(
            "send_request",
            when(REQUESTS.term().less(guards.mostRequests), count(REQUESTS)),
            set(ASKED, TARGET.term()),
            set(PromelaVariable.UNPROVEN, 1),
            set(PromelaVariable.CONTESTED, 0),
            forgetToken,
            disarm(FlowTimer.PAIR),
            effects.askForChannel);
    unpair = library.statement("unpair", set(UNPAIRED, NOTHING), disarm(FlowTimer.PAIR));
    askForMove =
        library.statement(
            "ask_for_move",
            set(MOVE, CHANNEL.term()),
            set(ASKED, CHANNEL.term()),
            unpair,
            effects.askForChannel,
            arm(FlowTimer.MOVE));
    tellSelf =
        library.statement(
            "tell_self", either(MOVE.or(TARGET), effects.askForChannel, effects.leave));
    leaveChannel =
        library.statement("leave_channel", set(LEAVING, 1), effects.leave, arm(FlowTimer.LEAVE));
    withoutMove =
        library.statement("without_move", when(ASKED.is(MOVE.term()), set(ASKED, 0)), set(MOVE, 0));
    unpairUnlessAwaited =
        when(not(ASKED.term()).and(not(PromelaGuards.runs(FlowTimer.PAIR))), unpair);
    PromelaTerm answered = CHANNEL.term().and(not(ASKED.term()).or(ASKED.is(CHANNEL.term())));
    noteListing =
        library.statement(
            "note_listing",
            when(
                guards.voiceState,
                set(LISTED, CHANNEL.term()),
                set(SHOWN, CHANNEL.term().choose(MUTE.term().plus(number(1)), number(0))),
                when(answered, set(FRESH, 0)),
                when(ASKED.is(CHANNEL.term()), set(ASKED, 0)),
                unpairUnlessAwaited,
                when(CHANNEL.term(), set(MAIN_DOUBTFUL, 0))));
    record =
        library.statement(
            "record", credentials(guards), noteListing, set(UNPAIRED, HALF.term()), pair(guards));
    follow =
        library.statement(
            "follow",
            when(
                CHANNEL.term(),
                set(TARGET, CHANNEL.term()),
                when(MOVE.is(CHANNEL.term()), disarm(FlowTimer.MOVE), set(MOVE, 0))));
    awaitMainGateway =
        library.statement(
            "await_main_gateway",
            either(
                MAIN_UP.term(),
                all(disarm(FlowTimer.HOLD), arm(FlowTimer.SERVER)),
                all(disarm(FlowTimer.SERVER), armOnce(FlowTimer.HOLD))));
    releaseSocket =
        library.statement(
            "release_socket",
            disarm(FlowTimer.DIAL),
            disarm(FlowTimer.HELLO),
            disarm(FlowTimer.VIOLATIONS),
            set(VIOLATIONS, 0),
            set(HELD, 0),
            set(GREETED, 0));
    closeSocket =
        library.statement("close_socket", when(HELD.term(), effects.closeSocket, releaseSocket));
    abortSocket =
        library.statement("abort_socket", when(HELD.term(), effects.abortSocket, releaseSocket));
    publishMedia =
        library.statement(
            "publish_media", when(not(PUBLISHED.term()), effects.publishMedia, set(PUBLISHED, 1)));
    withdrawMedia =
        library.statement(
            "withdraw_media", when(PUBLISHED.term(), effects.withdrawMedia, set(PUBLISHED, 0)));
    closeUdp =
        library.statement(
            "close_udp",
            withdrawMedia,
            set(PromelaVariable.ENCRYPTING, 0),
            set(PromelaVariable.KEYS, 0),
            set(PromelaVariable.RECOVERED, 0),
            set(PromelaVariable.UNSTABLE, 0),
            when(
                PATH_HELD.term(),
                effects.closeUdp,
                disarm(FlowTimer.UDP_FAILURE),
                set(PATH_HELD, 0),
                set(KEY, 0)));
  }

  PromelaEffects effects() {
    return effects;
  }

  PromelaStatement arm(FlowTimer timer) {
    return arming.get(timer);
  }

  PromelaStatement disarm(FlowTimer timer) {
    return disarming.get(timer);
  }

  PromelaStatement armOnce(FlowTimer timer) {
    return when(not(PromelaGuards.runs(timer)), arm(timer));
  }

  static PromelaStatement count(PromelaVariable variable) {
    return set(variable, variable.term().plus(number(1)));
  }

  private static PromelaStatement startTimer(FlowTimer timer, PromelaGuards guards) {
    PromelaTerm bit = PromelaVariable.term(timer);
    return all(
        mayStart(timer, guards),
        hold("P15", not(BEGUN.term().both(bit))),
        set(BEGUN, BEGUN.term().either(bit)),
        set(TIMERS, TIMERS.term().either(bit)));
  }

  /** P26: only the application and the loss of a connection start the deadlines of requests. */
  private static PromelaStatement mayStart(FlowTimer timer, PromelaGuards guards) {
    PromelaTerm established = STATE.is(PromelaVariable.term(VoiceState.ESTABLISHED));
    return switch (timer) {
      case DECIDE -> hold("P26", guards.command);
      case RECOVERY -> hold("P26", guards.command.or(established));
      default -> PromelaStatement.NOTHING;
    };
  }

  /** An end can stop a timer that its row has just started. */
  private static PromelaStatement stopTimer(FlowTimer timer) {
    PromelaTerm bit = PromelaVariable.term(timer);
    PromelaTerm begun = BEGUN.term().both(bit);
    return when(
        PromelaGuards.runs(timer),
        hold("P15", not(begun).or(PromelaGuards.isEnd(TO))),
        set(TIMERS, TIMERS.term().without(bit)),
        set(BEGUN, BEGUN.term().without(bit)));
  }

  /** Models {@link Situation#credentialsWithEvent}. The unpaired update is recorded afterwards. */
  private static PromelaStatement credentials(PromelaGuards guards) {
    PromelaTerm waitsForState = UNPAIRED.is(VOICE_STATE);
    PromelaTerm waitsForServer = UNPAIRED.is(VOICE_SERVER);
    PromelaStatement serverGone =
        all(
            when(waitsForServer, set(HALF, NOTHING)),
            when(TOKEN.or(ENDPOINT), set(SAME_SERVER, 0)),
            set(TOKEN, 0),
            set(ENDPOINT, 0),
            set(SPENT, 0),
            set(SERVER_LOST, 1));
    PromelaStatement server =
        all(
            set(HALF, waitsForState.choose(number(NOTHING), number(VOICE_SERVER))),
            set(DIFFERS, 1),
            set(SAME_SERVER, 0),
            set(TOKEN, 1),
            set(ENDPOINT, 1),
            set(SPENT, 0));
    PromelaStatement noChannel =
        all(
            when(waitsForState, set(HALF, NOTHING)),
            when(SESSION.term(), set(SAME_SERVER, 0)),
            set(SESSION, 0),
            set(CONFIRMED, 0));
    PromelaStatement newer = all(when(NEWER.term(), set(SAME_SERVER, 0)), set(SESSION, 1));
    PromelaStatement elsewhere = all(newer, set(HALF, NOTHING), set(SPENT, 1), set(CONFIRMED, 0));
    PromelaTerm same = CONFIRMED.term().and(waitsForState);
    PromelaTerm changes = NEWER.term().or(CHANNEL.term().isNot(TARGET.term()));
    PromelaStatement changed =
        all(
            set(HALF, guards.paired.choose(number(NOTHING), number(VOICE_STATE))),
            set(DIFFERS, not(same.and(SPENT.term()).and(not(NEWER.term())))),
            either(guards.paired, PromelaStatement.NOTHING, set(SPENT, 1)),
            newer,
            set(CONFIRMED, 1));
    PromelaStatement confirmed =
        all(
            set(HALF, guards.paired.choose(number(NOTHING), number(VOICE_STATE))),
            set(DIFFERS, not(same)),
            set(CONFIRMED, 1));
    PromelaStatement voiceState =
        either(guards.listedElsewhere, elsewhere, either(changes, changed, confirmed));
    return all(
        set(HALF, UNPAIRED.term()),
        set(DIFFERS, 0),
        PromelaStatement.choose(
            List.of(
                new PromelaStatement.Case(
                    PromelaGuards.of(EventKind.VOICE_SERVER_GONE), serverGone),
                new PromelaStatement.Case(
                    PromelaGuards.of(EventKind.VOICE_SERVER_REPEATED), PromelaStatement.NOTHING),
                new PromelaStatement.Case(
                    PromelaGuards.of(EventKind.VOICE_SERVER_NEW_TOKEN)
                        .or(PromelaGuards.of(EventKind.VOICE_SERVER_NEW_ENDPOINT)),
                    server),
                new PromelaStatement.Case(
                    PromelaGuards.of(EventKind.VOICE_STATE_WITHOUT_CHANNEL), noChannel)),
            voiceState));
  }

  /** Starts the pair timer for an unpaired update. */
  private PromelaStatement pair(PromelaGuards guards) {
    PromelaTerm half = guards.voiceState.choose(number(VOICE_STATE), number(VOICE_SERVER));
    return either(
        UNPAIRED.is(NOTHING),
        disarm(FlowTimer.PAIR),
        when(UNPAIRED.is(half).and(DIFFERS.term()), arm(FlowTimer.PAIR)));
  }
}
