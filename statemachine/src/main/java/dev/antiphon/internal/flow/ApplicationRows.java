package dev.antiphon.internal.flow;

import static dev.antiphon.flow.DisconnectReason.*;
import static dev.antiphon.flow.EventKind.*;
import static dev.antiphon.flow.VoiceState.*;
import static dev.antiphon.flow.VoiceState.READY;
import static dev.antiphon.internal.flow.Action.*;
import static dev.antiphon.internal.flow.Guard.*;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.WaitReason;

/** Section A of the table: commands of the application. */
final class ApplicationRows {
  private static final String NOT_JOINED = "the connection has not joined a channel yet";
  private static final String NO_REJOINS = "rejoining is switched off; disconnect, and join again";

  private ApplicationRows() {}

  // spotless:off: one line, one row
  static void write(FlowWriter table) {
    joins(table);
    settings(table);
    ends(table);
  }

  private static void joins(FlowWriter table) {
    table
        .on(JOIN)
        .in(IDLE).goTo(WaitReason.JOIN).doing(WAIT_FOR_ANSWER_TO_EARLIER_LEAVE, SET_TARGET, AWAIT_JOIN, SEND_VOICE_STATE, ASK_POLICY_FOR_BUDGETS)
        .in(AWAITING_SERVER_UPDATE)
        .when(MOVE_PENDING).stayAs(WaitReason.MOVE).doing(RESET_BUDGETS, FAIL_SUPERSEDED_MOVE, SET_TARGET, AWAIT_JOIN, STOP_WAIT_FOR_VOICE_STATE, SEND_VOICE_STATE_IN_NEW_ROUND, RESTART_SERVER_TIMER)
        .in(WaitReason.SEVERED_4014, WaitReason.SEVERED_4022).stayAs(WaitReason.JOIN).doing(RESET_BUDGETS, AWAIT_JOIN, SEND_VOICE_STATE_IN_NEW_ROUND, RESTART_SERVER_TIMER)
        .in(AWAITING_SERVER_UPDATE).stay("completes with the pending join").doing(AWAIT_JOIN)
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, BACKOFF)
        .when(MOVE_PENDING).goTo(WaitReason.MOVE).doing(RESET_BUDGETS, FAIL_SUPERSEDED_MOVE, SET_TARGET, AWAIT_JOIN, SEND_VOICE_STATE_IN_NEW_ROUND)
        .otherwise().stay("completes with the pending join").doing(AWAIT_JOIN)
        .in(ESTABLISHED)
        .when(MOVE_PENDING).stay().doing(FAIL_SUPERSEDED_MOVE, REQUEST_CURRENT_CHANNEL, COMPLETE_JOIN)
        .otherwise().stay().doing(COMPLETE_JOIN)
        .elsewhere().refuse(Command.ENDED);

    table
        .on(JOIN_ELSEWHERE)
        .in(IDLE).refuse(NOT_JOINED)
        .in(AWAITING_SERVER_UPDATE).stayAs(WaitReason.MOVE).doing(RESET_BUDGETS, FAIL_REQUESTS_FOR_OTHER_CHANNELS, SET_TARGET, AWAIT_MOVE, STOP_WAIT_FOR_VOICE_STATE, SEND_VOICE_STATE_IN_NEW_ROUND, RESTART_SERVER_TIMER)
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, BACKOFF).goTo(WaitReason.MOVE).doing(RESET_BUDGETS, FAIL_REQUESTS_FOR_OTHER_CHANNELS, SET_TARGET, AWAIT_MOVE, SEND_VOICE_STATE_IN_NEW_ROUND)
        .in(ESTABLISHED)
        .when(MOVE_THERE_PENDING).stay("completes with the pending move")
        .otherwise().stay().doing(RESET_BUDGETS, FAIL_SUPERSEDED_MOVE, AWAIT_MOVE, MOVE)
        .elsewhere().refuse(Command.ENDED);
  }

  private static void settings(FlowWriter table) {
    table
        .on(SET_SELF)
        .in(DISCONNECTED, FAILED).refuse(Command.ENDED)
        .in(RESUMING, ESTABLISHED)
        .when(SELF_FLAGS_SHOWN).stay("no op 4 is needed")
        .otherwise().stay().doing(STORE_SELF_FLAGS, SEND_SELF_FLAGS)
        .elsewhere().stay().doing(STORE_SELF_FLAGS);

    table
        .on(RECONNECT)
        .in(IDLE).refuse(NOT_JOINED)
        .in(DISCONNECTED, FAILED).refuse(Command.ENDED)
        .in(AWAITING_SERVER_UPDATE).when(REJOINS_DISABLED).refuse(NO_REJOINS)
        .in(WaitReason.REJOIN_LEAVING).stay().doing(RESET_BUDGETS, FAIL_SUPERSEDED_MOVE, AWAIT_RECONNECT, RESTART_SERVER_TIMER)
        .in(WaitReason.JOIN, WaitReason.MOVE).stay().doing(RESET_BUDGETS, FAIL_SUPERSEDED_MOVE, AWAIT_RECONNECT, STOP_WAIT_FOR_VOICE_STATE, SEND_VOICE_STATE_IN_NEW_ROUND, RESTART_SERVER_TIMER)
        .in(AWAITING_SERVER_UPDATE).stayAs(WaitReason.REJOIN).doing(RESET_BUDGETS, FAIL_SUPERSEDED_MOVE, AWAIT_RECONNECT, STOP_WAIT_FOR_VOICE_STATE, SEND_VOICE_STATE_IN_NEW_ROUND, RESTART_SERVER_TIMER)
        .in(BACKOFF)
        .when(REJOINS_DISABLED).refuse(NO_REJOINS)
        .when(MAIN_GATEWAY_AWAY).stayAs(BackoffPlan.REJOIN).doing(RESET_BUDGETS, FAIL_SUPERSEDED_MOVE, AWAIT_RECONNECT, PREPARE_REJOIN, END_WAIT)
        .when(LISTED_IN_TARGET).goTo(WaitReason.REJOIN_LEAVING).doing(RESET_BUDGETS, FAIL_SUPERSEDED_MOVE, AWAIT_RECONNECT, LEAVE_FIRST)
        .otherwise().goTo(WaitReason.REJOIN).doing(RESET_BUDGETS, FAIL_SUPERSEDED_MOVE, AWAIT_RECONNECT, REJOIN)
        .elsewhere()
        .when(REJOINS_DISABLED).refuse(NO_REJOINS)
        .otherwise().goTo(BackoffPlan.REJOIN).doing(RESET_BUDGETS, FAIL_SUPERSEDED_MOVE, AWAIT_RECONNECT, SKIP_REJOIN_DELAY);
  }

  private static void ends(FlowWriter table) {
    table
        .on(DISCONNECT)
        .in(DISCONNECTED, FAILED).ignore("the connection has ended")
        .elsewhere().goTo(REQUESTED);

    table
        .on(CLOSE)
        .in(DISCONNECTED, FAILED).ignore("the connection has ended")
        .elsewhere().goTo(CLOSED);
  }
  // spotless:on
}
