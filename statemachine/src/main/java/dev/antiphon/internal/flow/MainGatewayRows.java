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
  private static final String AWAITS_LEAVE = "waits for the answer to the leave";

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
        .in(REJOIN_LEAVING).stayAs(WaitReason.REJOIN).doing(RECORD_EVENT, END_OUTSTANDING_LEAVE, REJOIN, RESTART_SERVER_TIMER)
        .in(AWAITING_SERVER_UPDATE).when(LEAVE_OUTSTANDING).stay().doing(END_OUTSTANDING_LEAVE, RECORD_LISTED_CHANNEL)
        .in(OWN_REQUEST).stay().doing(RECORD_EVENT)
        .in(AWAITING_SERVER_UPDATE).when(MAIN_SESSION_LOST).stay().doing(RECORD_EVENT)
        .in(SEVERED_4014).goTo(KICKED).doing(RECORD_EVENT)
        .in(SEVERED_4022).goTo(CALL_TERMINATED).doing(RECORD_EVENT)
        .in(AWAITING_SERVER_UPDATE).goTo(REMOVED).doing(RECORD_EVENT)
        .in(BACKOFF)
        .when(LEAVE_OUTSTANDING).stay().doing(END_OUTSTANDING_LEAVE, RECORD_LISTED_CHANNEL)
        .when(MAIN_SESSION_LOST).stay().doing(RECORD_EVENT)
        .otherwise().goTo(REMOVED).doing(RECORD_EVENT)
        .elsewhere()
        .when(LEAVE_OUTSTANDING).goTo(WaitReason.REJOIN).doing(END_OUTSTANDING_LEAVE, RECORD_LISTED_CHANNEL, DISCARD_CREDENTIALS)
        .when(MAIN_SESSION_LOST_REJOINS_DISABLED).goTo(FailureCause.RETRIES_EXHAUSTED).doing(RECORD_EVENT)
        .when(MAIN_SESSION_LOST).goTo(WaitReason.REJOIN).doing(RECORD_EVENT, REJOIN, ASK_POLICY_ABOUT_REJOIN)
        .otherwise().goTo(REMOVED).doing(RECORD_EVENT);
  }

  private static void sameChannel(FlowWriter table) {
    table
        .on(VOICE_STATE_REPEATED)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOT_ACTIVE)
        .in(REJOIN_LEAVING).ignore(AWAITS_LEAVE)
        .in(AWAITING_SERVER_UPDATE)
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD_EVENT)
        .otherwise().stay().doing(RECORD_EVENT)
        .elsewhere().stay().doing(RECORD_LISTED_CHANNEL);

    table
        .on(VOICE_STATE_NEW_SESSION)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOT_ACTIVE)
        .in(REJOIN_LEAVING).ignore(AWAITS_LEAVE)
        .in(AWAITING_SERVER_UPDATE).when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD_EVENT)
        .in(SEVERED_4014, SEVERED_4022).stayAs(SESSION_CHANGED).doing(RECORD_EVENT, RESTART_SERVER_TIMER)
        .in(AWAITING_SERVER_UPDATE).stay().doing(RECORD_EVENT)
        .in(IDENTIFYING, READY, DISCOVERING, SELECTING, ESTABLISHED)
        .when(PAIRED).goTo(IDENTIFYING).doing(RECORD_EVENT, COUNT_DISCORD_CHANGE)
        .otherwise().goTo(SESSION_CHANGED).doing(RECORD_EVENT, COUNT_DISCORD_CHANGE)
        .in(RESUMING).goTo(SESSION_CHANGED).doing(RECORD_EVENT, COUNT_DISCORD_CHANGE)
        .in(BackoffPlan.REJOIN).stay().doing(RECORD_EVENT)
        .in(BACKOFF)
        .when(MAY_REJOIN).stayAs(BackoffPlan.REJOIN).doing(RECORD_EVENT, COUNT_REJOIN, PREPARE_REJOIN, ASK_POLICY_ABOUT_REJOIN)
        .otherwise().goTo(SESSION_CHANGED).doing(RECORD_EVENT, COUNT_DISCORD_CHANGE);
  }

  private static void otherChannel(FlowWriter table) {
    table
        .on(VOICE_STATE_OTHER_CHANNEL)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOT_ACTIVE)
        .in(REJOIN_LEAVING)
        .when(MOVE_CONFIRMED).stay().doing(RECORD_LISTED_CHANNEL, ADOPT_LISTED_CHANNEL)
        .otherwise().ignore(AWAITS_LEAVE)
        .in(AWAITING_SERVER_UPDATE)
        .when(LISTED_ELSEWHERE).stay().doing(RECORD_EVENT)
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD_EVENT, ADOPT_LISTED_CHANNEL)
        .in(SEVERED_4014, SEVERED_4022).stayAs(MOVED).doing(RECORD_EVENT, ADOPT_LISTED_CHANNEL, RESTART_SERVER_TIMER)
        .in(AWAITING_SERVER_UPDATE).stay().doing(RECORD_EVENT, ADOPT_LISTED_CHANNEL)
        .in(IDENTIFYING, READY, DISCOVERING, SELECTING)
        .when(PAIRED_SAME_SESSION).stay().doing(RECORD_EVENT_AND_END_ROUND, ADOPT_LISTED_CHANNEL)
        .when(PAIRED).goTo(IDENTIFYING).doing(RECORD_EVENT, ADOPT_LISTED_CHANNEL, COUNT_DISCORD_CHANGE)
        .otherwise().goTo(MOVED).doing(RECORD_EVENT, ADOPT_LISTED_CHANNEL, COUNT_DISCORD_CHANGE)
        .in(ESTABLISHED)
        .when(PAIRED_SAME_SESSION).stay().doing(RECORD_EVENT_AND_END_ROUND, ADOPT_LISTED_CHANNEL, COMPLETE_JOIN)
        .when(PAIRED).goTo(IDENTIFYING).doing(RECORD_EVENT, ADOPT_LISTED_CHANNEL, COUNT_DISCORD_CHANGE)
        .otherwise().goTo(MOVED).doing(RECORD_EVENT, ADOPT_LISTED_CHANNEL, COUNT_DISCORD_CHANGE)
        .in(RESUMING).goTo(MOVED).doing(RECORD_EVENT, ADOPT_LISTED_CHANNEL, COUNT_DISCORD_CHANGE)
        .in(BackoffPlan.REJOIN).stay().doing(RECORD_EVENT, ADOPT_LISTED_CHANNEL)
        .in(BACKOFF)
        .when(MAY_REJOIN).stayAs(BackoffPlan.REJOIN).doing(RECORD_EVENT, ADOPT_LISTED_CHANNEL, COUNT_REJOIN, PREPARE_REJOIN, ASK_POLICY_ABOUT_REJOIN)
        .otherwise().goTo(MOVED).doing(RECORD_EVENT, ADOPT_LISTED_CHANNEL, COUNT_DISCORD_CHANGE);
  }

  private static void voiceServers(FlowWriter table) {
    table
        .on(VOICE_SERVER_GONE)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOT_ACTIVE)
        .in(REJOIN_LEAVING).ignore(AWAITS_LEAVE)
        .in(AWAITING_SERVER_UPDATE).when(SERVER_KNOWN_LOST).stay().doing(RECORD_EVENT, STOP_WAIT_FOR_VOICE_STATE)
        .in(OWN_REQUEST).stay().doing(RECORD_EVENT, STOP_WAIT_FOR_VOICE_STATE, AWAIT_ANOTHER_SERVER)
        .in(AWAITING_SERVER_UPDATE).stayAs(SERVER_LOST).doing(RECORD_EVENT, STOP_WAIT_FOR_VOICE_STATE, AWAIT_ANOTHER_SERVER)
        .elsewhere().goTo(SERVER_LOST).doing(RECORD_EVENT, COUNT_DISCORD_CHANGE);

    table
        .on(VOICE_SERVER_REPEATED)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOT_ACTIVE)
        .in(REJOIN_LEAVING).ignore(AWAITS_LEAVE)
        .in(AWAITING_SERVER_UPDATE)
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD_EVENT)
        .otherwise().stay().doing(RECORD_EVENT)
        .in(BACKOFF).stay().doing(RECORD_EVENT)
        .elsewhere().ignore("duplicate");

    for (EventKind changed : new EventKind[] {VOICE_SERVER_NEW_TOKEN, VOICE_SERVER_NEW_ENDPOINT}) {
      table
          .on(changed)
          .in(IDLE, DISCONNECTED, FAILED).ignore(NOT_ACTIVE)
          .in(REJOIN_LEAVING).ignore(AWAITS_LEAVE)
          .in(AWAITING_SERVER_UPDATE).when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD_EVENT)
          .in(SEVERED_4014, SEVERED_4022).stayAs(SERVER_CHANGED).doing(RECORD_EVENT, WAIT_FOR_MISSING_VOICE_STATE, RESTART_SERVER_TIMER)
          .in(AWAITING_SERVER_UPDATE).stay().doing(RECORD_EVENT, WAIT_FOR_MISSING_VOICE_STATE)
          .in(ESTABLISHED, BACKOFF).goTo(SERVER_CHANGED).doing(RECORD_EVENT, COUNT_DISCORD_CHANGE, WAIT_FOR_VOICE_STATE)
          .elsewhere().goTo(IDENTIFYING).doing(RECORD_EVENT, COUNT_DISCORD_CHANGE);
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
        .in(WaitReason.JOIN, WaitReason.MOVE).stayAs(WaitReason.REJOIN).doing(RECORD_MAIN_SESSION, STOP_WAIT_FOR_VOICE_STATE, REJOIN_AFTER_RANDOM_DELAY, RESTART_SERVER_TIMER)
        .in(AWAITING_SERVER_UPDATE)
        .when(REJOINS_DISABLED).stay().doing(RECORD_MAIN_SESSION, RESTART_SERVER_TIMER)
        .otherwise().stayAs(WaitReason.REJOIN).doing(RECORD_MAIN_SESSION, STOP_WAIT_FOR_VOICE_STATE, REJOIN_AFTER_RANDOM_DELAY, RESTART_SERVER_TIMER, ASK_POLICY_ABOUT_REJOIN)
        .in(BackoffPlan.REJOIN).goTo(WaitReason.REJOIN).doing(RECORD_MAIN_SESSION, REJOIN_AFTER_RANDOM_DELAY)
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, ESTABLISHED, BACKOFF)
        .when(REJOINS_DISABLED).stay().doing(RECORD_MAIN_SESSION)
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
        .when(NOT_TARGET_CHANNEL).ignore("about another channel")
        .when(GUILD_REMOVED).goTo(DisconnectReason.GUILD_REMOVED)
        .when(CHANNEL_DELETED).goTo(DisconnectReason.CHANNEL_DELETED)
        .otherwise().goTo(PERMISSION_LOST);
  }
  // spotless:on
}
