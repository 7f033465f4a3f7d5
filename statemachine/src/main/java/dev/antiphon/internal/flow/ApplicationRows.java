package dev.antiphon.internal.flow;

import static dev.antiphon.flow.DisconnectReason.*;
import static dev.antiphon.flow.EventKind.*;
import static dev.antiphon.flow.VoiceState.*;
import static dev.antiphon.flow.VoiceState.READY;
import static dev.antiphon.internal.flow.Action.*;
import static dev.antiphon.internal.flow.Guard.*;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.WaitReason;

/** Section A: what the application asks. */
final class ApplicationRows {
  private static final String NOT_JOINED = "the connection has not been joined";
  private static final String NO_REJOINS = "rejoining is switched off; disconnect, and join again";

  private ApplicationRows() {}

  // spotless:off: one line, one row
  static void write(FlowWriter table) {
    joins(table);
    wishes(table);
    ends(table);
  }

  private static void joins(FlowWriter table) {
    table
        .on(JOIN)
        .in(IDLE).goTo(WaitReason.JOIN).doing(INHERIT_LEAVE, SET_TARGET, SEND_VOICE_STATE, ASK_BUDGETS)
        .in(AWAITING_SERVER_UPDATE)
        .when(MOVING).stayAs(WaitReason.MOVE).doing(FORGIVE, SUPERSEDE, SET_TARGET, STOP_SETTLING, ASK_ANEW, RESTART_SERVER_TIMER)
        .otherwise().stay("joins the pending join")
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, BACKOFF)
        .when(MOVING).goTo(WaitReason.MOVE).doing(FORGIVE, SUPERSEDE, SET_TARGET, ASK_ANEW)
        .otherwise().stay("joins the pending join")
        .in(ESTABLISHED)
        .when(MOVING).stay().doing(SUPERSEDE_MOVE, ASK_TO_STAY, COMPLETE_JOIN)
        .otherwise().stay().doing(COMPLETE_JOIN)
        .elsewhere().refuse(Command.ENDED);

    table
        .on(JOIN_ELSEWHERE)
        .in(IDLE).refuse(NOT_JOINED)
        .in(AWAITING_SERVER_UPDATE).stayAs(WaitReason.MOVE).doing(FORGIVE, SUPERSEDE, SET_TARGET, STOP_SETTLING, ASK_ANEW, RESTART_SERVER_TIMER)
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, BACKOFF).goTo(WaitReason.MOVE).doing(FORGIVE, SUPERSEDE, SET_TARGET, ASK_ANEW)
        .in(ESTABLISHED)
        .when(MOVING_THERE).stay("joins the pending move")
        .otherwise().stay().doing(FORGIVE, SUPERSEDE_MOVE, MOVE)
        .elsewhere().refuse(Command.ENDED);
  }

  private static void wishes(FlowWriter table) {
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
        .in(AWAITING_SERVER_UPDATE).when(REJOINS_OFF).refuse(NO_REJOINS)
        .in(WaitReason.REJOIN_LEAVING).stay().doing(FORGIVE, RESTART_SERVER_TIMER)
        .in(WaitReason.JOIN, WaitReason.MOVE).stay().doing(FORGIVE, STOP_SETTLING, ASK_ANEW, RESTART_SERVER_TIMER)
        .in(AWAITING_SERVER_UPDATE).stayAs(WaitReason.REJOIN).doing(FORGIVE, STOP_SETTLING, ASK_ANEW, RESTART_SERVER_TIMER)
        .in(BACKOFF)
        .when(REJOINS_OFF).refuse(NO_REJOINS)
        .when(MAIN_AWAY).stayAs(BackoffPlan.REJOIN).doing(FORGIVE, WAIT_TO_REJOIN, END_WAIT)
        .when(LISTED_IN_TARGET).goTo(WaitReason.REJOIN_LEAVING).doing(FORGIVE, LEAVE_FIRST)
        .otherwise().goTo(WaitReason.REJOIN).doing(FORGIVE, REJOIN)
        .elsewhere()
        .when(REJOINS_OFF).refuse(NO_REJOINS)
        .otherwise().goTo(BackoffPlan.REJOIN).doing(FORGIVE, AT_ONCE);
  }

  private static void ends(FlowWriter table) {
    table
        .on(DISCONNECT)
        .in(DISCONNECTED, FAILED).ignore("has ended already")
        .elsewhere().goTo(REQUESTED);

    table
        .on(CLOSE)
        .in(DISCONNECTED, FAILED).ignore("has ended already")
        .elsewhere().goTo(CLOSED);
  }
  // spotless:on
}
