package dev.antiphon.internal.flow;

import static dev.antiphon.internal.flow.PromelaStatement.all;
import static dev.antiphon.internal.flow.PromelaStatement.either;
import static dev.antiphon.internal.flow.PromelaStatement.set;
import static dev.antiphon.internal.flow.PromelaTerm.not;
import static dev.antiphon.internal.flow.PromelaTerm.number;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import java.util.List;

/** Models every {@link ModelEvent}. */
final class PromelaWorld {
  private static final int HERE = 1;
  private static final int ELSEWHERE = 2;
  private static final PromelaTerm ANY_TIME = number(1);

  private final PromelaEffects effects;

  PromelaWorld(PromelaEffects effects) {
    this.effects = effects;
  }

  /** Whether pending requests are explored in the current world. */
  static PromelaTerm tracked(ModelWorld world) {
    return PromelaTerm.named("TRACKED", world.tracksRequests() ? 1 : 0);
  }

  /** The condition under which the event is possible. Late events are dropped before the table. */
  PromelaTerm possible(ModelEvent event) {
    return switch (event.source()) {
      case APPLICATION, POLICY -> ANY_TIME;
      case MAIN_GATEWAY -> isAvailable(event);
      case DIAL -> PromelaVariable.HELD.term().and(PromelaVariable.SOCKET.is(1));
      case SOCKET ->
          event == ModelEvent.DESCRIBED_SAME_KEY
              ? socketOpen().and(PromelaVariable.KEY.term())
              : socketOpen();
      case ENCRYPTION -> PromelaVariable.ENCRYPTING.term();
      case HEART -> socketOpen().and(PromelaVariable.GREETED.term());
      case PATH_OPENING -> PromelaVariable.PATH_HELD.term().and(PromelaVariable.PATH.is(1));
      case PATH -> PromelaVariable.PATH_HELD.term().and(PromelaVariable.PATH.is(2));
      case TIMER -> PromelaGuards.runs(timer(event));
    };
  }

  private static PromelaTerm isAvailable(ModelEvent event) {
    return switch (event) {
      case SERVER_REPEATED, SERVER_NEW_TOKEN -> PromelaVariable.ENDPOINT.term();
      case NO_CHANNEL_LEAVING_AGAIN -> PromelaVariable.LEAVING.term();
      default -> ANY_TIME;
    };
  }

  /** Sets the event, its content, and its direct effect on the external state. */
  PromelaStatement happen(ModelEvent event) {
    return switch (event) {
      case JOIN -> join(HERE);
      case JOIN_AFTER_A_LEAVE -> all(set(PromelaVariable.ANOTHER_LEAVE, 1), join(HERE));
      case MOVE -> join(ELSEWHERE);
      case MUTE -> all(set(PromelaVariable.MUTE, 1), is(EventKind.SET_SELF));
      case UNMUTE -> is(EventKind.SET_SELF);
      case DISCONNECT -> is(EventKind.DISCONNECT);
      case CLOSE -> is(EventKind.CLOSE);
      case RECONNECT -> is(EventKind.RECONNECT);
      case EFFECT_FAILED -> is(EventKind.EFFECT_FAILED);
      case GRANT_NOTHING -> is(EventKind.POLICY_BUDGETS);
      case GRANT_ONE_OF_EACH -> all(set(PromelaVariable.GRANTED, 1), is(EventKind.POLICY_BUDGETS));
      case GRANT_WINDOW -> is(EventKind.POLICY_WINDOW);
      case FORBID_REJOIN -> is(EventKind.POLICY_NO_REJOIN);
      case NO_CHANNEL -> is(EventKind.VOICE_STATE_WITHOUT_CHANNEL);
      case NO_CHANNEL_LEAVING_AGAIN ->
          all(set(PromelaVariable.ANOTHER_LEAVE, 1), is(EventKind.VOICE_STATE_WITHOUT_CHANNEL));
      case VOICE_STATE -> voiceState(HERE, false, PromelaVariable.WANTED.term());
      case VOICE_STATE_NEW_SESSION -> voiceState(HERE, true, PromelaVariable.WANTED.term());
      case VOICE_STATE_ELSEWHERE -> voiceState(ELSEWHERE, false, PromelaVariable.WANTED.term());
      case VOICE_STATE_ELSEWHERE_NEW_SESSION ->
          voiceState(ELSEWHERE, true, PromelaVariable.WANTED.term());
      case SHOWN_OTHERWISE -> voiceState(HERE, false, not(PromelaVariable.WANTED.term()));
      case SERVER_GONE -> is(EventKind.VOICE_SERVER_GONE);
      case SERVER_REPEATED -> is(EventKind.VOICE_SERVER_REPEATED);
      case SERVER_NEW_TOKEN -> is(EventKind.VOICE_SERVER_NEW_TOKEN);
      case SERVER_NEW_ENDPOINT -> is(EventKind.VOICE_SERVER_NEW_ENDPOINT);
      case MAIN_LOST -> is(EventKind.MAIN_SESSION_LOST);
      case MAIN_RESUMED -> is(EventKind.MAIN_SESSION_RESUMED);
      case MAIN_NEW -> is(EventKind.MAIN_SESSION_NEW);
      case NOT_SENT -> is(EventKind.VOICE_STATE_NOT_SENT);
      case GUILD_GONE -> evicted(0, DisconnectReason.GUILD_REMOVED);
      case CHANNEL_GONE -> evicted(HERE, DisconnectReason.CHANNEL_DELETED);
      case PERMISSION_GONE -> evicted(ELSEWHERE, DisconnectReason.PERMISSION_LOST);
      default -> event.source() == ModelEvent.Source.TIMER ? fires(timer(event)) : ofVoice(event);
    };
  }

  private PromelaStatement ofVoice(ModelEvent event) {
    return switch (event) {
      case SOCKET_OPEN -> all(effects.socketOpens, is(EventKind.SOCKET_OPEN));
      case DIAL_FAILED -> all(effects.socketIsLost, is(EventKind.DIAL_FAILED));
      case DIAL_HOPELESS -> all(effects.socketIsLost, is(EventKind.DIAL_HOPELESS));
      case HELLO, HELLO_UNSOUND -> is(EventKind.HELLO);
      case READY -> is(EventKind.READY);
      case READY_OTHER_SSRC -> all(set(PromelaVariable.OTHER_SSRC, 1), is(EventKind.READY));
      case READY_NO_MODE -> all(set(PromelaVariable.NO_MODE, 1), is(EventKind.READY_UNUSABLE));
      case READY_MALFORMED -> is(EventKind.READY_UNUSABLE);
      case DESCRIBED -> all(set(PromelaVariable.OTHER_KEY, 1), described());
      case DESCRIBED_SAME_KEY -> described();
      case DESCRIBED_UNUSABLE -> is(EventKind.SESSION_DESCRIPTION_UNUSABLE);
      case RESUMED -> is(EventKind.RESUMED);
      case MALFORMED -> is(EventKind.MALFORMED);
      case HEARTBEATS_MISSED -> is(EventKind.HEARTBEATS_MISSED);
      case LOST -> closed(1006);
      case CLOSE_4000 -> closed(4000);
      case CLOSE_4001 -> closed(4001);
      case CLOSE_4004 -> closed(4004);
      case CLOSE_4006 -> closed(4006);
      case CLOSE_4011 -> closed(4011);
      case CLOSE_4012 -> closed(4012);
      case CLOSE_4014 -> closed(4014);
      case CLOSE_4015 -> closed(4015);
      case CLOSE_4016 -> closed(4016);
      case CLOSE_4017 -> closed(4017);
      case CLOSE_4021 -> closed(4021);
      case CLOSE_4022 -> closed(4022);
      case CLOSE_4999 -> closed(4999);
      case KEYS_AWAITED -> keys(KeyStatus.AWAITED);
      case KEYS_CHANGING -> keys(KeyStatus.CHANGING);
      case KEYS_AVAILABLE -> keys(KeyStatus.AVAILABLE);
      case KEYS_SPENT -> keys(KeyStatus.SPENT);
      case KEYS_OF_OTHER_CHANNEL -> keys(KeyStatus.OTHER_CHANNEL);
      case UDP_READY -> all(effects.pathOpens, is(EventKind.UDP_READY));
      case UDP_OPEN_FAILED -> is(EventKind.UDP_OPEN_FAILED);
      case DISCOVERED -> is(EventKind.DISCOVERED);
      case UDP_ALIVE -> is(EventKind.UDP_ALIVE);
      case UDP_UNREACHABLE -> is(EventKind.UDP_UNREACHABLE);
      case NONCE_NEARLY_SPENT -> is(EventKind.NONCE_NEARLY_SPENT);
      default -> throw new IllegalStateException("PromelaWorld does not model the event " + event);
    };
  }

  private static PromelaTerm socketOpen() {
    return PromelaVariable.HELD.term().and(PromelaVariable.SOCKET.is(2));
  }

  private static PromelaStatement is(EventKind kind) {
    return set(PromelaVariable.EVENT, PromelaVariable.term(kind));
  }

  private static PromelaStatement join(int channel) {
    PromelaTerm target = PromelaVariable.TARGET.term();
    PromelaTerm there = PromelaVariable.TARGET.is(channel);
    return all(
        set(PromelaVariable.CHANNEL, channel),
        either(
            channel == HERE ? not(target).or(there) : there,
            is(EventKind.JOIN),
            is(EventKind.JOIN_ELSEWHERE)));
  }

  private static PromelaStatement voiceState(int channel, boolean newSession, PromelaTerm shown) {
    PromelaTerm newer = newSession ? ANY_TIME : not(PromelaVariable.SESSION.term());
    return all(
        set(PromelaVariable.CHANNEL, channel),
        set(PromelaVariable.NEWER, newer),
        set(PromelaVariable.MUTE, shown),
        PromelaStatement.choose(
            List.of(
                new PromelaStatement.Case(
                    PromelaVariable.TARGET.term().isNot(number(channel)),
                    is(EventKind.VOICE_STATE_OTHER_CHANNEL)),
                new PromelaStatement.Case(
                    PromelaVariable.NEWER.term(), is(EventKind.VOICE_STATE_NEW_SESSION))),
            is(EventKind.VOICE_STATE_REPEATED)));
  }

  private static PromelaStatement evicted(int channel, DisconnectReason reason) {
    return all(
        set(PromelaVariable.CHANNEL, channel),
        set(PromelaVariable.ABOUT, PromelaVariable.reason(reason)),
        is(EventKind.EVICTED));
  }

  private static PromelaStatement described() {
    return either(
        PromelaVariable.MODE.term(),
        is(EventKind.SESSION_DESCRIPTION),
        is(EventKind.SESSION_DESCRIPTION_UNUSABLE));
  }

  private static PromelaStatement keys(KeyStatus status) {
    return all(set(PromelaVariable.REPORTED, status.ordinal()), is(status.kind()));
  }

  private PromelaStatement closed(int code) {
    return all(effects.socketIsLost, is(CloseReaction.of(code).kind()));
  }

  private static PromelaStatement fires(FlowTimer timer) {
    return all(
        set(
            PromelaVariable.TIMERS,
            PromelaVariable.TIMERS.term().without(PromelaVariable.term(timer))),
        is(FlowTimers.event(timer)));
  }

  /** The name of a timer event contains the name of its timer. */
  private static FlowTimer timer(ModelEvent event) {
    return FlowTimer.valueOf(event.name().replace("_FIRES", ""));
  }
}
