package dev.antiphon.internal.flow;

import static dev.antiphon.flow.DisconnectReason.CLOSED;
import static dev.antiphon.flow.DisconnectReason.REQUESTED;
import static dev.antiphon.flow.EventKind.CLOSE;
import static dev.antiphon.flow.EventKind.DISCONNECT;
import static dev.antiphon.flow.EventKind.JOIN;
import static dev.antiphon.flow.EventKind.JOIN_ELSEWHERE;
import static dev.antiphon.flow.EventKind.RECONNECT;
import static dev.antiphon.flow.EventKind.SET_SELF;
import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.BACKOFF;
import static dev.antiphon.flow.VoiceState.DISCONNECTED;
import static dev.antiphon.flow.VoiceState.DISCOVERING;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.flow.VoiceState.FAILED;
import static dev.antiphon.flow.VoiceState.IDENTIFYING;
import static dev.antiphon.flow.VoiceState.IDLE;
import static dev.antiphon.flow.VoiceState.READY;
import static dev.antiphon.flow.VoiceState.RESUMING;
import static dev.antiphon.flow.VoiceState.SELECTING;
import static dev.antiphon.internal.flow.Action.ASK_ANEW;
import static dev.antiphon.internal.flow.Action.ASK_BUDGETS;
import static dev.antiphon.internal.flow.Action.ASK_TO_STAY;
import static dev.antiphon.internal.flow.Action.AT_ONCE;
import static dev.antiphon.internal.flow.Action.COMPLETE_JOIN;
import static dev.antiphon.internal.flow.Action.END_WAIT;
import static dev.antiphon.internal.flow.Action.FORGIVE;
import static dev.antiphon.internal.flow.Action.INHERIT_LEAVE;
import static dev.antiphon.internal.flow.Action.LEAVE_FIRST;
import static dev.antiphon.internal.flow.Action.MOVE;
import static dev.antiphon.internal.flow.Action.NOTE_SELF;
import static dev.antiphon.internal.flow.Action.REJOIN;
import static dev.antiphon.internal.flow.Action.RESTART_SERVER_TIMER;
import static dev.antiphon.internal.flow.Action.SEND_VOICE_STATE;
import static dev.antiphon.internal.flow.Action.SET_TARGET;
import static dev.antiphon.internal.flow.Action.STOP_SETTLING;
import static dev.antiphon.internal.flow.Action.SUPERSEDE;
import static dev.antiphon.internal.flow.Action.SUPERSEDE_MOVE;
import static dev.antiphon.internal.flow.Action.TELL_SELF;
import static dev.antiphon.internal.flow.Action.WAIT_TO_REJOIN;
import static dev.antiphon.internal.flow.Guard.JOINING;
import static dev.antiphon.internal.flow.Guard.LEAVING_FIRST;
import static dev.antiphon.internal.flow.Guard.LISTED_IN_TARGET;
import static dev.antiphon.internal.flow.Guard.MAIN_AWAY;
import static dev.antiphon.internal.flow.Guard.MOVING;
import static dev.antiphon.internal.flow.Guard.MOVING_THERE;
import static dev.antiphon.internal.flow.Guard.REJOINS_OFF;
import static dev.antiphon.internal.flow.Guard.SHOWN_SO_ALREADY;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.WaitReason;

/** Section A: what the application asks. */
final class ApplicationRows {
  private static final String NOT_JOINED = "the connection has not been joined";
  private static final String NO_REJOINS = "rejoining is switched off; disconnect, and join again";

  private ApplicationRows() {}

  // spotless:off: one line, one row
  static void write(TableWriter table) {
    joins(table);
    wishes(table);
    ends(table);
  }

  private static void joins(TableWriter table) {
    table
        .on(JOIN)
        .in(IDLE).goTo(AWAITING_SERVER_UPDATE, WaitReason.JOIN).doing(INHERIT_LEAVE, SET_TARGET, SEND_VOICE_STATE, ASK_BUDGETS)
        .in(AWAITING_SERVER_UPDATE)
        .when(MOVING).stay(WaitReason.MOVE).doing(FORGIVE, SUPERSEDE, SET_TARGET, STOP_SETTLING, ASK_ANEW, RESTART_SERVER_TIMER)
        .otherwise().stay("joins the pending join")
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, BACKOFF)
        .when(MOVING).goTo(AWAITING_SERVER_UPDATE, WaitReason.MOVE).doing(FORGIVE, SUPERSEDE, SET_TARGET, ASK_ANEW)
        .otherwise().stay("joins the pending join")
        .in(ESTABLISHED)
        .when(MOVING).stay().doing(SUPERSEDE_MOVE, ASK_TO_STAY, COMPLETE_JOIN)
        .otherwise().stay().doing(COMPLETE_JOIN)
        .elsewhere().refuse(Command.ENDED);

    table
        .on(JOIN_ELSEWHERE)
        .in(IDLE).refuse(NOT_JOINED)
        .in(AWAITING_SERVER_UPDATE).stay(WaitReason.MOVE).doing(FORGIVE, SUPERSEDE, SET_TARGET, STOP_SETTLING, ASK_ANEW, RESTART_SERVER_TIMER)
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, BACKOFF).goTo(AWAITING_SERVER_UPDATE, WaitReason.MOVE).doing(FORGIVE, SUPERSEDE, SET_TARGET, ASK_ANEW)
        .in(ESTABLISHED)
        .when(MOVING_THERE).stay("joins the pending move")
        .otherwise().stay().doing(FORGIVE, SUPERSEDE_MOVE, MOVE)
        .elsewhere().refuse(Command.ENDED);
  }

  private static void wishes(TableWriter table) {
    table
        .on(SET_SELF)
        .in(DISCONNECTED, FAILED).refuse(Command.ENDED)
        .in(RESUMING, ESTABLISHED)
        .when(SHOWN_SO_ALREADY).stay("shown so already")
        .otherwise().stay().doing(NOTE_SELF, TELL_SELF)
        .elsewhere().stay().doing(NOTE_SELF);

    table
        .on(RECONNECT)
        .in(IDLE).refuse(NOT_JOINED)
        .in(DISCONNECTED, FAILED).refuse(Command.ENDED)
        .in(AWAITING_SERVER_UPDATE)
        .when(REJOINS_OFF).refuse(NO_REJOINS)
        .when(LEAVING_FIRST).stay().doing(FORGIVE, RESTART_SERVER_TIMER)
        .when(JOINING).stay().doing(FORGIVE, STOP_SETTLING, ASK_ANEW, RESTART_SERVER_TIMER)
        .otherwise().stay(WaitReason.REJOIN).doing(FORGIVE, STOP_SETTLING, ASK_ANEW, RESTART_SERVER_TIMER)
        .in(BACKOFF)
        .when(REJOINS_OFF).refuse(NO_REJOINS)
        .when(MAIN_AWAY).stay(BackoffPlan.REJOIN).doing(FORGIVE, WAIT_TO_REJOIN, END_WAIT)
        .when(LISTED_IN_TARGET).goTo(AWAITING_SERVER_UPDATE, WaitReason.REJOIN_LEAVING).doing(FORGIVE, LEAVE_FIRST)
        .otherwise().goTo(AWAITING_SERVER_UPDATE, WaitReason.REJOIN).doing(FORGIVE, REJOIN)
        .elsewhere()
        .when(REJOINS_OFF).refuse(NO_REJOINS)
        .otherwise().goTo(BACKOFF, BackoffPlan.REJOIN).doing(FORGIVE, AT_ONCE);
  }

  private static void ends(TableWriter table) {
    table
        .on(DISCONNECT)
        .in(DISCONNECTED, FAILED).ignore("has ended already")
        .elsewhere().goTo(DISCONNECTED, REQUESTED);

    table
        .on(CLOSE)
        .in(DISCONNECTED, FAILED).ignore("has ended already")
        .elsewhere().goTo(DISCONNECTED, CLOSED);
  }
  // spotless:on
}
