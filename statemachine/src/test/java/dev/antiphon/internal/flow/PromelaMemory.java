package dev.antiphon.internal.flow;

import static dev.antiphon.internal.flow.PromelaDeed.all;
import static dev.antiphon.internal.flow.PromelaDeed.either;
import static dev.antiphon.internal.flow.PromelaDeed.hold;
import static dev.antiphon.internal.flow.PromelaDeed.set;
import static dev.antiphon.internal.flow.PromelaDeed.when;
import static dev.antiphon.internal.flow.PromelaFact.ASKED;
import static dev.antiphon.internal.flow.PromelaFact.BEGUN;
import static dev.antiphon.internal.flow.PromelaFact.CHANNEL;
import static dev.antiphon.internal.flow.PromelaFact.CONFIRMED;
import static dev.antiphon.internal.flow.PromelaFact.DIFFERS;
import static dev.antiphon.internal.flow.PromelaFact.ENDPOINT;
import static dev.antiphon.internal.flow.PromelaFact.GREETED;
import static dev.antiphon.internal.flow.PromelaFact.HALF;
import static dev.antiphon.internal.flow.PromelaFact.HELD;
import static dev.antiphon.internal.flow.PromelaFact.KEY;
import static dev.antiphon.internal.flow.PromelaFact.LEAVING;
import static dev.antiphon.internal.flow.PromelaFact.LISTED;
import static dev.antiphon.internal.flow.PromelaFact.MAIN_DOUBTFUL;
import static dev.antiphon.internal.flow.PromelaFact.MAIN_UP;
import static dev.antiphon.internal.flow.PromelaFact.MALFORMED;
import static dev.antiphon.internal.flow.PromelaFact.MOVE;
import static dev.antiphon.internal.flow.PromelaFact.MUTE;
import static dev.antiphon.internal.flow.PromelaFact.NEWER;
import static dev.antiphon.internal.flow.PromelaFact.PATH_HELD;
import static dev.antiphon.internal.flow.PromelaFact.PUBLISHED;
import static dev.antiphon.internal.flow.PromelaFact.REQUESTS;
import static dev.antiphon.internal.flow.PromelaFact.SAME_SERVER;
import static dev.antiphon.internal.flow.PromelaFact.SERVER_LOST;
import static dev.antiphon.internal.flow.PromelaFact.SESSION;
import static dev.antiphon.internal.flow.PromelaFact.SHOWN;
import static dev.antiphon.internal.flow.PromelaFact.SPENT;
import static dev.antiphon.internal.flow.PromelaFact.TARGET;
import static dev.antiphon.internal.flow.PromelaFact.TIMERS;
import static dev.antiphon.internal.flow.PromelaFact.TO;
import static dev.antiphon.internal.flow.PromelaFact.TOKEN;
import static dev.antiphon.internal.flow.PromelaFact.UNPAIRED;
import static dev.antiphon.internal.flow.PromelaTerm.not;
import static dev.antiphon.internal.flow.PromelaTerm.number;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Models the changes that {@link Step} makes to the memory. */
final class PromelaMemory {
  private static final int NOTHING = Credentials.Unpaired.NOTHING.ordinal();
  private static final int VOICE_STATE = Credentials.Unpaired.VOICE_STATE.ordinal();
  private static final int VOICE_SERVER = Credentials.Unpaired.VOICE_SERVER.ordinal();

  final PromelaDeed forgetToken;
  final PromelaDeed askForTarget;
  final PromelaDeed askForMove;
  final PromelaDeed tellSelf;
  final PromelaDeed leaveChannel;
  final PromelaDeed unpair;
  final PromelaDeed withoutMove;
  final PromelaDeed failMove;
  final PromelaDeed noteListing;
  final PromelaDeed record;
  final PromelaDeed follow;
  final PromelaDeed awaitMainGateway;
  final PromelaDeed releaseSocket;
  final PromelaDeed closeSocket;
  final PromelaDeed abortSocket;
  final PromelaDeed publishMedia;
  final PromelaDeed withdrawMedia;
  final PromelaDeed closeUdp;

  private final PromelaEffects effects;
  private final Map<FlowTimer, PromelaDeed> arming = new EnumMap<>(FlowTimer.class);
  private final Map<FlowTimer, PromelaDeed> disarming = new EnumMap<>(FlowTimer.class);

  PromelaMemory(PromelaLibrary library, PromelaGuards guards, PromelaEffects effects) {
    this.effects = effects;
    for (FlowTimer timer : FlowTimer.values()) {
      arming.put(timer, library.deed("arm_" + timer, startTimer(timer)));
      disarming.put(timer, library.deed("disarm_" + timer, stopTimer(timer)));
    }
    forgetToken =
        library.deed(
            "forget_token",
            when(TOKEN.term(), set(SAME_SERVER, 0)),
            set(TOKEN, 0),
            set(SPENT, 0),
            set(CONFIRMED, 0),
            set(SERVER_LOST, 0),
            set(UNPAIRED, NOTHING));
    askForTarget =
        library.deed(
            "ask_for_target",
            when(REQUESTS.term().less(guards.mostRequests), count(REQUESTS)),
            set(ASKED, TARGET.term()),
            forgetToken,
            disarm(FlowTimer.PAIR),
            effects.askForChannel);
    unpair = library.deed("unpair", set(UNPAIRED, NOTHING), disarm(FlowTimer.PAIR));
    askForMove =
        library.deed(
            "ask_for_move",
            set(MOVE, CHANNEL.term()),
            set(ASKED, CHANNEL.term()),
            unpair,
            effects.askForChannel,
            arm(FlowTimer.MOVE));
    tellSelf =
        library.deed("tell_self", either(MOVE.or(TARGET), effects.askForChannel, effects.leave));
    leaveChannel =
        library.deed("leave_channel", set(LEAVING, 1), effects.leave, arm(FlowTimer.LEAVE));
    withoutMove =
        library.deed("without_move", when(ASKED.is(MOVE.term()), set(ASKED, 0)), set(MOVE, 0));
    PromelaDeed unpairUnlessAwaited =
        when(not(ASKED.term()).and(not(PromelaGuards.runs(FlowTimer.PAIR))), unpair);
    failMove =
        library.deed(
            "fail_move",
            when(MOVE.term(), disarm(FlowTimer.MOVE), withoutMove, unpairUnlessAwaited));
    noteListing =
        library.deed(
            "note_listing",
            when(
                guards.voiceState,
                set(LISTED, CHANNEL.term()),
                set(SHOWN, CHANNEL.term().choose(MUTE.term().plus(number(1)), number(0))),
                when(ASKED.is(CHANNEL.term()), set(ASKED, 0)),
                unpairUnlessAwaited,
                when(CHANNEL.term(), set(MAIN_DOUBTFUL, 0))));
    record =
        library.deed(
            "record", credentials(guards), noteListing, set(UNPAIRED, HALF.term()), pair(guards));
    follow =
        library.deed(
            "follow",
            when(
                CHANNEL.term(),
                set(TARGET, CHANNEL.term()),
                when(MOVE.is(CHANNEL.term()), disarm(FlowTimer.MOVE), set(MOVE, 0))));
    awaitMainGateway =
        library.deed(
            "await_main_gateway",
            either(
                MAIN_UP.term(),
                all(disarm(FlowTimer.HOLD), arm(FlowTimer.SERVER)),
                all(disarm(FlowTimer.SERVER), armOnce(FlowTimer.HOLD))));
    releaseSocket =
        library.deed(
            "release_socket",
            disarm(FlowTimer.DIAL),
            disarm(FlowTimer.HELLO),
            disarm(FlowTimer.VIOLATIONS),
            set(MALFORMED, 0),
            set(HELD, 0),
            set(GREETED, 0));
    closeSocket =
        library.deed("close_socket", when(HELD.term(), effects.closeSocket, releaseSocket));
    abortSocket =
        library.deed("abort_socket", when(HELD.term(), effects.abortSocket, releaseSocket));
    publishMedia =
        library.deed(
            "publish_media", when(not(PUBLISHED.term()), effects.publishMedia, set(PUBLISHED, 1)));
    withdrawMedia =
        library.deed(
            "withdraw_media", when(PUBLISHED.term(), effects.withdrawMedia, set(PUBLISHED, 0)));
    closeUdp =
        library.deed(
            "close_udp",
            withdrawMedia,
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

  PromelaDeed arm(FlowTimer timer) {
    return arming.get(timer);
  }

  PromelaDeed disarm(FlowTimer timer) {
    return disarming.get(timer);
  }

  PromelaDeed armOnce(FlowTimer timer) {
    return when(not(PromelaGuards.runs(timer)), arm(timer));
  }

  static PromelaDeed count(PromelaFact fact) {
    return set(fact, fact.term().plus(number(1)));
  }

  private static PromelaDeed startTimer(FlowTimer timer) {
    PromelaTerm bit = PromelaFact.term(timer);
    return all(
        hold("P15", not(BEGUN.term().both(bit))),
        set(BEGUN, BEGUN.term().either(bit)),
        set(TIMERS, TIMERS.term().either(bit)));
  }

  /** An end can stop a timer that its row has just started. */
  private static PromelaDeed stopTimer(FlowTimer timer) {
    PromelaTerm bit = PromelaFact.term(timer);
    PromelaTerm begun = BEGUN.term().both(bit);
    return when(
        PromelaGuards.runs(timer),
        hold("P15", not(begun).or(PromelaGuards.isEnd(TO))),
        set(TIMERS, TIMERS.term().without(bit)),
        set(BEGUN, BEGUN.term().without(bit)));
  }

  /** Models {@link Situation#credentialsWithEvent}. The unpaired update is recorded afterwards. */
  private static PromelaDeed credentials(PromelaGuards guards) {
    PromelaTerm waitsForState = UNPAIRED.is(VOICE_STATE);
    PromelaTerm waitsForServer = UNPAIRED.is(VOICE_SERVER);
    PromelaDeed serverGone =
        all(
            when(waitsForServer, set(HALF, NOTHING)),
            when(TOKEN.or(ENDPOINT), set(SAME_SERVER, 0)),
            set(TOKEN, 0),
            set(ENDPOINT, 0),
            set(SPENT, 0),
            set(SERVER_LOST, 1));
    PromelaDeed server =
        all(
            set(HALF, waitsForState.choose(number(NOTHING), number(VOICE_SERVER))),
            set(DIFFERS, 1),
            set(SAME_SERVER, 0),
            set(TOKEN, 1),
            set(ENDPOINT, 1),
            set(SPENT, 0));
    PromelaDeed noChannel =
        all(
            when(waitsForState, set(HALF, NOTHING)),
            when(SESSION.term(), set(SAME_SERVER, 0)),
            set(SESSION, 0),
            set(CONFIRMED, 0));
    PromelaDeed newer = all(when(NEWER.term(), set(SAME_SERVER, 0)), set(SESSION, 1));
    PromelaDeed elsewhere = all(newer, set(HALF, NOTHING), set(SPENT, 1), set(CONFIRMED, 0));
    PromelaTerm same = CONFIRMED.term().and(waitsForState);
    PromelaTerm changes = NEWER.term().or(CHANNEL.term().isNot(TARGET.term()));
    PromelaDeed changed =
        all(
            set(HALF, guards.paired.choose(number(NOTHING), number(VOICE_STATE))),
            set(DIFFERS, not(same.and(SPENT.term()).and(not(NEWER.term())))),
            either(guards.paired, PromelaDeed.NOTHING, set(SPENT, 1)),
            newer,
            set(CONFIRMED, 1));
    PromelaDeed confirmed =
        all(
            set(HALF, guards.paired.choose(number(NOTHING), number(VOICE_STATE))),
            set(DIFFERS, not(same)),
            set(CONFIRMED, 1));
    PromelaDeed voiceState =
        either(guards.listedElsewhere, elsewhere, either(changes, changed, confirmed));
    return all(
        set(HALF, UNPAIRED.term()),
        set(DIFFERS, 0),
        PromelaDeed.choose(
            List.of(
                new PromelaDeed.Case(PromelaGuards.of(EventKind.VOICE_SERVER_GONE), serverGone),
                new PromelaDeed.Case(
                    PromelaGuards.of(EventKind.VOICE_SERVER_REPEATED), PromelaDeed.NOTHING),
                new PromelaDeed.Case(
                    PromelaGuards.of(EventKind.VOICE_SERVER_NEW_TOKEN)
                        .or(PromelaGuards.of(EventKind.VOICE_SERVER_NEW_ENDPOINT)),
                    server),
                new PromelaDeed.Case(
                    PromelaGuards.of(EventKind.VOICE_STATE_WITHOUT_CHANNEL), noChannel)),
            voiceState));
  }

  /** Starts the pair timer for an unpaired update. */
  private PromelaDeed pair(PromelaGuards guards) {
    PromelaTerm half = guards.voiceState.choose(number(VOICE_STATE), number(VOICE_SERVER));
    return either(
        UNPAIRED.is(NOTHING),
        disarm(FlowTimer.PAIR),
        when(UNPAIRED.is(half).and(DIFFERS.term()), arm(FlowTimer.PAIR)));
  }
}
