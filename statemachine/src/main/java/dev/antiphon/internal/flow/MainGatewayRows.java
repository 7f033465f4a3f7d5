package dev.antiphon.internal.flow;

import static dev.antiphon.flow.DisconnectReason.*;
import static dev.antiphon.flow.EventKind.*;
import static dev.antiphon.flow.VoiceState.*;
import static dev.antiphon.flow.VoiceState.READY;
import static dev.antiphon.flow.WaitReason.*;
import static dev.antiphon.internal.flow.Action.*;
import static dev.antiphon.internal.flow.Action.REJOIN;
import static dev.antiphon.internal.flow.Guard.*;
import static dev.antiphon.internal.flow.Guard.CHANNEL_DELETED;
import static dev.antiphon.internal.flow.Guard.GUILD_REMOVED;
import static dev.antiphon.internal.flow.Guard.MAIN_SESSION_LOST;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.machine.State;

/** Section B of the table: events of the main gateway. */
final class MainGatewayRows {
  private static final String NOT_ACTIVE = "no channel is requested";
  private static final String AWAITS_LEAVE = "the connection waits for the answer to its leave";

  /** The waits for the answer to an own op 4, except the wait for a leave. */
  private static final State[] OWN_REQUEST = {WaitReason.JOIN, WaitReason.MOVE, WaitReason.REJOIN};

  private MainGatewayRows() {}

  // spotless:off: one line, one row
  static void write(FlowWriter table) {
    withoutChannel(table);
    sameChannel(table);
    otherChannel(table);
    voiceServers(table);
    session(table);
    ends(table);
  }

  private static void withoutChannel(FlowWriter table) {
    table
        .on(VOICE_STATE_WITHOUT_CHANNEL)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOT_ACTIVE)
        .in(REJOIN_LEAVING).stayAs(WaitReason.REJOIN).doing(STORE_DATA_OF_EVENT, STOP_WAIT_FOR_ANSWER_TO_LEAVE, REJOIN, RESTART_SERVER_TIMER)
        .in(AWAITING_SERVER_UPDATE).when(LEAVE_OUTSTANDING).stay().doing(STOP_WAIT_FOR_ANSWER_TO_LEAVE, STORE_CHANNEL_OF_BOT)
        .in(OWN_REQUEST).stay().doing(STORE_DATA_OF_EVENT)
        .in(AWAITING_SERVER_UPDATE).when(REQUEST_UNANSWERED).stayAs(WaitReason.MOVE).doing(STORE_DATA_OF_EVENT, STOP_WAIT_FOR_VOICE_STATE, PURSUE_REQUEST, RESTART_SERVER_TIMER)
        .in(AWAITING_SERVER_UPDATE).when(MAIN_SESSION_LOST).stay().doing(STORE_DATA_OF_EVENT)
        .in(SEVERED_4014).goTo(KICKED).doing(STORE_DATA_OF_EVENT)
        .in(SEVERED_4022).goTo(CALL_TERMINATED).doing(STORE_DATA_OF_EVENT)
        .in(AWAITING_SERVER_UPDATE).goTo(REMOVED).doing(STORE_DATA_OF_EVENT)
        .in(BACKOFF)
        .when(LEAVE_OUTSTANDING).stay().doing(STOP_WAIT_FOR_ANSWER_TO_LEAVE, STORE_CHANNEL_OF_BOT)
        .when(REQUEST_UNANSWERED).goTo(WaitReason.MOVE).doing(STORE_DATA_OF_EVENT, PURSUE_REQUEST)
        .in(BackoffPlan.REJOIN).when(MAIN_SESSION_LOST).stay().doing(STORE_DATA_OF_EVENT)
        .in(BackoffPlan.RESUME, BackoffPlan.IDENTIFY)
        .when(MAIN_SESSION_LOST_NO_REJOIN).goTo(FailureCause.RETRIES_EXHAUSTED).doing(STORE_DATA_OF_EVENT)
        .when(MAIN_SESSION_LOST).goTo(WaitReason.REJOIN).doing(STORE_DATA_OF_EVENT, REJOIN, ASK_POLICY_ABOUT_REJOIN)
        .in(BACKOFF).goTo(REMOVED).doing(STORE_DATA_OF_EVENT)
        .elsewhere()
        .when(LEAVE_OUTSTANDING).goTo(WaitReason.REJOIN).doing(STOP_WAIT_FOR_ANSWER_TO_LEAVE, STORE_CHANNEL_OF_BOT, DISCARD_CREDENTIALS)
        .when(REQUEST_UNANSWERED).goTo(WaitReason.MOVE).doing(STORE_DATA_OF_EVENT, PURSUE_REQUEST)
        .when(MAIN_SESSION_LOST_NO_REJOIN).goTo(FailureCause.RETRIES_EXHAUSTED).doing(STORE_DATA_OF_EVENT)
        .when(MAIN_SESSION_LOST).goTo(WaitReason.REJOIN).doing(STORE_DATA_OF_EVENT, REJOIN, ASK_POLICY_ABOUT_REJOIN)
        .otherwise().goTo(REMOVED).doing(STORE_DATA_OF_EVENT);
  }

  private static void sameChannel(FlowWriter table) {
    table
        .on(VOICE_STATE_REPEATED)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOT_ACTIVE)
        .in(REJOIN_LEAVING).ignore(AWAITS_LEAVE)
        .in(AWAITING_SERVER_UPDATE)
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(STORE_DATA_OF_EVENT)
        .otherwise().stay().doing(STORE_DATA_OF_EVENT)
        .elsewhere().stay().doing(STORE_CHANNEL_OF_BOT);

    table
        .on(VOICE_STATE_NEW_SESSION)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOT_ACTIVE)
        .in(REJOIN_LEAVING).ignore(AWAITS_LEAVE)
        .inWaitsForDiscord().when(TAKEN_OVER).goTo(REPLACED).doing(STORE_CHANNEL_OF_BOT)
        .in(AWAITING_SERVER_UPDATE).when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(STORE_DATA_OF_EVENT)
        .in(SEVERED_4014, SEVERED_4022).stayAs(SESSION_CHANGED).doing(STORE_DATA_OF_EVENT, RESTART_SERVER_TIMER)
        .in(AWAITING_SERVER_UPDATE).stay().doing(STORE_DATA_OF_EVENT)
        .in(IDENTIFYING).when(SESSION_UNCLEAR).goTo(IDENTIFYING).doing(TRY_OTHER_SESSION, COUNT_CHANGE_BY_DISCORD)
        .in(IDENTIFYING, READY, DISCOVERING, SELECTING, ESTABLISHED)
        .when(TAKEN_OVER).goTo(REPLACED).doing(STORE_CHANNEL_OF_BOT)
        .when(PAIRED).goTo(IDENTIFYING).doing(STORE_DATA_OF_EVENT, COUNT_CHANGE_BY_DISCORD)
        .otherwise().goTo(SESSION_CHANGED).doing(STORE_DATA_OF_EVENT, COUNT_CHANGE_BY_DISCORD)
        .in(RESUMING)
        .when(TAKEN_OVER).goTo(REPLACED).doing(STORE_CHANNEL_OF_BOT)
        .otherwise().goTo(SESSION_CHANGED).doing(STORE_DATA_OF_EVENT, COUNT_CHANGE_BY_DISCORD)
        .in(BACKOFF).when(TAKEN_OVER).goTo(REPLACED).doing(STORE_CHANNEL_OF_BOT)
        .in(BackoffPlan.REJOIN).stay().doing(STORE_DATA_OF_EVENT)
        .in(BACKOFF)
        .when(MAY_REJOIN).stayAs(BackoffPlan.REJOIN).doing(STORE_DATA_OF_EVENT, COUNT_REJOIN, PREPARE_REJOIN, ASK_POLICY_ABOUT_REJOIN)
        .otherwise().goTo(SESSION_CHANGED).doing(STORE_DATA_OF_EVENT, COUNT_CHANGE_BY_DISCORD);
  }

  private static void otherChannel(FlowWriter table) {
    table
        .on(VOICE_STATE_OTHER_CHANNEL)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOT_ACTIVE)
        .in(REJOIN_LEAVING)
        .when(MOVE_CONFIRMED).stay().doing(STORE_CHANNEL_OF_BOT, SET_TARGET_TO_CHANNEL_OF_BOT)
        .otherwise().ignore(AWAITS_LEAVE)
        .inWaitsForDiscord().when(TAKEN_OVER).goTo(REPLACED).doing(STORE_CHANNEL_OF_BOT)
        .in(AWAITING_SERVER_UPDATE)
        .when(LISTED_ELSEWHERE).stay().doing(STORE_DATA_OF_EVENT)
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(STORE_DATA_OF_EVENT, SET_TARGET_TO_CHANNEL_OF_BOT)
        .in(SEVERED_4014, SEVERED_4022).stayAs(MOVED).doing(STORE_DATA_OF_EVENT, SET_TARGET_TO_CHANNEL_OF_BOT, RESTART_SERVER_TIMER)
        .in(AWAITING_SERVER_UPDATE).stay().doing(STORE_DATA_OF_EVENT, SET_TARGET_TO_CHANNEL_OF_BOT)
        .in(IDENTIFYING)
        .when(TAKEN_OVER).goTo(REPLACED).doing(STORE_CHANNEL_OF_BOT)
        .when(PAIRED_BEFORE_IDENTIFY).stay().doing(STORE_DATA_OF_EVENT_AND_END_ROUND, SET_TARGET_TO_CHANNEL_OF_BOT)
        .in(READY, DISCOVERING, SELECTING, ESTABLISHED).when(TAKEN_OVER).goTo(REPLACED).doing(STORE_CHANNEL_OF_BOT)
        .in(IDENTIFYING, READY, DISCOVERING, SELECTING, ESTABLISHED)
        .when(PAIRED).goTo(IDENTIFYING).doing(STORE_DATA_OF_EVENT, SET_TARGET_TO_CHANNEL_OF_BOT, COUNT_CHANGE_BY_DISCORD)
        .otherwise().goTo(MOVED).doing(STORE_DATA_OF_EVENT, SET_TARGET_TO_CHANNEL_OF_BOT, COUNT_CHANGE_BY_DISCORD)
        .in(RESUMING)
        .when(TAKEN_OVER).goTo(REPLACED).doing(STORE_CHANNEL_OF_BOT)
        .otherwise().goTo(MOVED).doing(STORE_DATA_OF_EVENT, SET_TARGET_TO_CHANNEL_OF_BOT, COUNT_CHANGE_BY_DISCORD)
        .in(BACKOFF).when(TAKEN_OVER).goTo(REPLACED).doing(STORE_CHANNEL_OF_BOT)
        .in(BackoffPlan.REJOIN).stay().doing(STORE_DATA_OF_EVENT, SET_TARGET_TO_CHANNEL_OF_BOT)
        .in(BACKOFF)
        .when(MAY_REJOIN).stayAs(BackoffPlan.REJOIN).doing(STORE_DATA_OF_EVENT, SET_TARGET_TO_CHANNEL_OF_BOT, COUNT_REJOIN, PREPARE_REJOIN, ASK_POLICY_ABOUT_REJOIN)
        .otherwise().goTo(MOVED).doing(STORE_DATA_OF_EVENT, SET_TARGET_TO_CHANNEL_OF_BOT, COUNT_CHANGE_BY_DISCORD);
  }

  private static void voiceServers(FlowWriter table) {
    table
        .on(VOICE_SERVER_GONE)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOT_ACTIVE)
        .in(REJOIN_LEAVING).ignore(AWAITS_LEAVE)
        .in(AWAITING_SERVER_UPDATE).when(SERVER_KNOWN_LOST).stay().doing(STORE_DATA_OF_EVENT, STOP_WAIT_FOR_VOICE_STATE)
        .in(OWN_REQUEST).stay().doing(STORE_DATA_OF_EVENT, STOP_WAIT_FOR_VOICE_STATE, AWAIT_ANOTHER_SERVER)
        .in(AWAITING_SERVER_UPDATE).stayAs(SERVER_LOST).doing(STORE_DATA_OF_EVENT, STOP_WAIT_FOR_VOICE_STATE, AWAIT_ANOTHER_SERVER)
        .elsewhere().goTo(SERVER_LOST).doing(STORE_DATA_OF_EVENT, COUNT_CHANGE_BY_DISCORD);

    table
        .on(VOICE_SERVER_REPEATED)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOT_ACTIVE)
        .in(REJOIN_LEAVING).ignore(AWAITS_LEAVE)
        .in(AWAITING_SERVER_UPDATE)
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(STORE_DATA_OF_EVENT)
        .otherwise().stay().doing(STORE_DATA_OF_EVENT)
        .in(BACKOFF).stay().doing(STORE_DATA_OF_EVENT)
        .elsewhere().ignore("nothing is new");

    for (EventKind changed : new EventKind[] {VOICE_SERVER_NEW_TOKEN, VOICE_SERVER_NEW_ENDPOINT}) {
      table
          .on(changed)
          .in(IDLE, DISCONNECTED, FAILED).ignore(NOT_ACTIVE)
          .in(REJOIN_LEAVING).ignore(AWAITS_LEAVE)
          .in(AWAITING_SERVER_UPDATE).when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(STORE_DATA_OF_EVENT)
          .in(SEVERED_4014, SEVERED_4022).stayAs(SERVER_CHANGED).doing(STORE_DATA_OF_EVENT, WAIT_FOR_MISSING_VOICE_STATE, RESTART_SERVER_TIMER)
          .in(AWAITING_SERVER_UPDATE).stay().doing(STORE_DATA_OF_EVENT, WAIT_FOR_MISSING_VOICE_STATE)
          .in(ESTABLISHED, BACKOFF).goTo(SERVER_CHANGED).doing(STORE_DATA_OF_EVENT, COUNT_CHANGE_BY_DISCORD, WAIT_FOR_VOICE_STATE)
          .elsewhere().goTo(IDENTIFYING).doing(STORE_DATA_OF_EVENT, COUNT_CHANGE_BY_DISCORD);
    }
  }

  private static void session(FlowWriter table) {
    table
        .on(EventKind.MAIN_SESSION_LOST)
        .in(DISCONNECTED, FAILED).ignore("the connection has ended")
        .in(AWAITING_SERVER_UPDATE).stay().doing(RECORD_MAIN_SESSION, RESTART_SERVER_TIMER)
        .in(BackoffPlan.REJOIN).stay().doing(RECORD_MAIN_SESSION, START_HOLD_TIMER)
        .everywhere().stay().doing(RECORD_MAIN_SESSION);

    table
        .on(MAIN_SESSION_RESUMED)
        .in(DISCONNECTED, FAILED).ignore("the connection has ended")
        .in(AWAITING_SERVER_UPDATE).stay().doing(RECORD_MAIN_SESSION, RESTART_SERVER_TIMER)
        .in(BACKOFF)
        .when(REJOIN_DUE_LISTED).goTo(REJOIN_LEAVING).doing(RECORD_MAIN_SESSION, LEAVE_FIRST)
        .when(REJOIN_DUE).goTo(WaitReason.REJOIN).doing(RECORD_MAIN_SESSION, REJOIN)
        .otherwise().stay().doing(RECORD_MAIN_SESSION, STOP_HOLD_TIMER)
        .elsewhere().stay().doing(RECORD_MAIN_SESSION);

    table
        .on(MAIN_SESSION_NEW)
        .in(DISCONNECTED, FAILED).ignore("the connection has ended")
        .in(IDLE).stay().doing(RECORD_MAIN_SESSION)
        .in(WaitReason.JOIN, WaitReason.MOVE)
        .when(VOICE_STATES_SPENT).goTo(FailureCause.RETRIES_EXHAUSTED).doing(RECORD_MAIN_SESSION)
        .otherwise().stayAs(WaitReason.REJOIN).doing(RECORD_MAIN_SESSION, STOP_WAIT_FOR_VOICE_STATE, REJOIN_AFTER_RANDOM_DELAY, RESTART_SERVER_TIMER)
        .in(AWAITING_SERVER_UPDATE)
        .when(REJOINS_DISABLED).stay().doing(RECORD_MAIN_SESSION, RESTART_SERVER_TIMER)
        .when(VOICE_STATES_SPENT).goTo(FailureCause.RETRIES_EXHAUSTED).doing(RECORD_MAIN_SESSION)
        .otherwise().stayAs(WaitReason.REJOIN).doing(RECORD_MAIN_SESSION, STOP_WAIT_FOR_VOICE_STATE, REJOIN_AFTER_RANDOM_DELAY, RESTART_SERVER_TIMER, ASK_POLICY_ABOUT_REJOIN)
        .in(BackoffPlan.REJOIN).goTo(WaitReason.REJOIN).doing(RECORD_MAIN_SESSION, REJOIN_AFTER_RANDOM_DELAY)
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, ESTABLISHED, BACKOFF)
        .when(REJOINS_DISABLED).stay().doing(RECORD_MAIN_SESSION)
        .when(VOICE_STATES_SPENT).goTo(FailureCause.RETRIES_EXHAUSTED).doing(RECORD_MAIN_SESSION)
        .otherwise().goTo(WaitReason.REJOIN).doing(RECORD_MAIN_SESSION, REJOIN_AFTER_RANDOM_DELAY, ASK_POLICY_ABOUT_REJOIN);

    table
        .on(VOICE_STATE_NOT_SENT)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOT_ACTIVE)
        .inWaitsForDiscord().stay().doing(FAIL_UNSENT_MOVE)
        .in(AWAITING_SERVER_UPDATE).rejoin()
        .elsewhere().stay().doing(FAIL_UNSENT_MOVE);
  }

  private static void ends(FlowWriter table) {
    table
        .on(EVICTED)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOT_ACTIVE)
        .elsewhere()
        .when(GUILD_REMOVED).goTo(DisconnectReason.GUILD_REMOVED)
        .when(CHANNEL_OF_MOVE).stay().doing(FAIL_MOVE_WITHOUT_CHANNEL)
        .when(NOT_TARGET_CHANNEL).ignore("the event is about another channel")
        .in(AWAITING_SERVER_UPDATE).when(MOVE_PENDING).stayAs(WaitReason.MOVE).doing(STOP_WAIT_FOR_VOICE_STATE, PURSUE_REQUEST, RESTART_SERVER_TIMER)
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, ESTABLISHED, BACKOFF).when(MOVE_PENDING).goTo(WaitReason.MOVE).doing(PURSUE_REQUEST)
        .in(AWAITING_SERVER_UPDATE, IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, ESTABLISHED, BACKOFF)
        .when(CHANNEL_DELETED).goTo(DisconnectReason.CHANNEL_DELETED)
        .otherwise().goTo(PERMISSION_LOST);
  }
  // spotless:on
}
