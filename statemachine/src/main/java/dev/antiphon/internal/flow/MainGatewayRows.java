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

/** Section B: what the main gateway says. */
final class MainGatewayRows {
  private static final String NOTHING_HELD = "nothing is held";
  private static final String LEAVE_AWAITED = "the leave is awaited";

  /** An op 4 of ours waits for its answer, and the channel is not being left. */
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
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOTHING_HELD)
        .in(REJOIN_LEAVING).stayAs(WaitReason.REJOIN).doing(RECORD, LEAVE_ANSWERED, REJOIN, RESTART_SERVER_TIMER)
        .in(AWAITING_SERVER_UPDATE).when(LEAVE_OUTSTANDING).stay().doing(LEAVE_ANSWERED, NOTE_LISTING)
        .in(OWN_REQUEST).stay().doing(RECORD)
        .in(AWAITING_SERVER_UPDATE).when(MAIN_SESSION_LOST).stay().doing(RECORD)
        .in(SEVERED_4014).goTo(KICKED).doing(RECORD)
        .in(SEVERED_4022).goTo(CALL_TERMINATED).doing(RECORD)
        .in(AWAITING_SERVER_UPDATE).goTo(REMOVED).doing(RECORD)
        .in(BACKOFF)
        .when(LEAVE_OUTSTANDING).stay().doing(LEAVE_ANSWERED, NOTE_LISTING)
        .when(MAIN_SESSION_LOST).stay().doing(RECORD)
        .otherwise().goTo(REMOVED).doing(RECORD)
        .elsewhere()
        .when(LEAVE_OUTSTANDING).goTo(WaitReason.REJOIN).doing(LEAVE_ANSWERED, NOTE_LISTING, FORGET_CREDENTIALS)
        .when(LOST_FOR_GOOD).goTo(FailureCause.RETRIES_EXHAUSTED).doing(RECORD)
        .when(MAIN_SESSION_LOST).goTo(WaitReason.REJOIN).doing(RECORD, REJOIN, ASK_WHETHER_TO_REJOIN)
        .otherwise().goTo(REMOVED).doing(RECORD);
  }

  private static void sameChannel(FlowWriter table) {
    table
        .on(VOICE_STATE_REPEATED)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOTHING_HELD)
        .in(REJOIN_LEAVING).ignore(LEAVE_AWAITED)
        .in(AWAITING_SERVER_UPDATE)
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD)
        .otherwise().stay().doing(RECORD)
        .elsewhere().stay().doing(NOTE_LISTING);

    table
        .on(VOICE_STATE_NEW_SESSION)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOTHING_HELD)
        .in(REJOIN_LEAVING).ignore(LEAVE_AWAITED)
        .in(AWAITING_SERVER_UPDATE).when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD)
        .in(SEVERED_4014, SEVERED_4022).stayAs(SESSION_CHANGED).doing(RECORD, RESTART_SERVER_TIMER)
        .in(AWAITING_SERVER_UPDATE).stay().doing(RECORD)
        .in(IDENTIFYING, READY, DISCOVERING, SELECTING, ESTABLISHED)
        .when(PAIRED).goTo(IDENTIFYING).doing(RECORD, COUNT_CHANGE)
        .otherwise().goTo(SESSION_CHANGED).doing(RECORD, COUNT_CHANGE)
        .in(RESUMING).goTo(SESSION_CHANGED).doing(RECORD, COUNT_CHANGE)
        .in(BackoffPlan.REJOIN).stay().doing(RECORD)
        .in(BACKOFF)
        .when(MAY_REJOIN).stayAs(BackoffPlan.REJOIN).doing(RECORD, COUNT_REJOIN, WAIT_TO_REJOIN, ASK_WHETHER_TO_REJOIN)
        .otherwise().goTo(SESSION_CHANGED).doing(RECORD, COUNT_CHANGE);
  }

  private static void otherChannel(FlowWriter table) {
    table
        .on(VOICE_STATE_OTHER_CHANNEL)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOTHING_HELD)
        .in(REJOIN_LEAVING)
        .when(MOVE_CONFIRMED).stay().doing(NOTE_LISTING, FOLLOW)
        .otherwise().ignore(LEAVE_AWAITED)
        .in(AWAITING_SERVER_UPDATE)
        .when(LISTED_ELSEWHERE).stay().doing(RECORD)
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD, FOLLOW)
        .in(SEVERED_4014, SEVERED_4022).stayAs(MOVED).doing(RECORD, FOLLOW, RESTART_SERVER_TIMER)
        .in(AWAITING_SERVER_UPDATE).stay().doing(RECORD, FOLLOW)
        .in(IDENTIFYING, READY, DISCOVERING, SELECTING)
        .when(PAIRED_SAME_SESSION).stay().doing(RECORD_CHANGE, FOLLOW)
        .when(PAIRED).goTo(IDENTIFYING).doing(RECORD, FOLLOW, COUNT_CHANGE)
        .otherwise().goTo(MOVED).doing(RECORD, FOLLOW, COUNT_CHANGE)
        .in(ESTABLISHED)
        .when(PAIRED_SAME_SESSION).stay().doing(RECORD_CHANGE, FOLLOW, COMPLETE_JOIN)
        .when(PAIRED).goTo(IDENTIFYING).doing(RECORD, FOLLOW, COUNT_CHANGE)
        .otherwise().goTo(MOVED).doing(RECORD, FOLLOW, COUNT_CHANGE)
        .in(RESUMING).goTo(MOVED).doing(RECORD, FOLLOW, COUNT_CHANGE)
        .in(BackoffPlan.REJOIN).stay().doing(RECORD, FOLLOW)
        .in(BACKOFF)
        .when(MAY_REJOIN).stayAs(BackoffPlan.REJOIN).doing(RECORD, FOLLOW, COUNT_REJOIN, WAIT_TO_REJOIN, ASK_WHETHER_TO_REJOIN)
        .otherwise().goTo(MOVED).doing(RECORD, FOLLOW, COUNT_CHANGE);
  }

  private static void voiceServers(FlowWriter table) {
    table
        .on(VOICE_SERVER_GONE)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOTHING_HELD)
        .in(REJOIN_LEAVING).ignore(LEAVE_AWAITED)
        .in(AWAITING_SERVER_UPDATE).when(SERVER_KNOWN_LOST).stay().doing(RECORD, STOP_SETTLING)
        .in(OWN_REQUEST).stay().doing(RECORD, STOP_SETTLING, AWAIT_ANOTHER_SERVER)
        .in(AWAITING_SERVER_UPDATE).stayAs(SERVER_LOST).doing(RECORD, STOP_SETTLING, AWAIT_ANOTHER_SERVER)
        .elsewhere().goTo(SERVER_LOST).doing(RECORD, COUNT_CHANGE);

    table
        .on(VOICE_SERVER_REPEATED)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOTHING_HELD)
        .in(REJOIN_LEAVING).ignore(LEAVE_AWAITED)
        .in(AWAITING_SERVER_UPDATE)
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD)
        .otherwise().stay().doing(RECORD)
        .in(BACKOFF).stay().doing(RECORD)
        .elsewhere().ignore("duplicate");

    for (EventKind changed : new EventKind[] {VOICE_SERVER_NEW_TOKEN, VOICE_SERVER_NEW_ENDPOINT}) {
      table
          .on(changed)
          .in(IDLE, DISCONNECTED, FAILED).ignore(NOTHING_HELD)
          .in(REJOIN_LEAVING).ignore(LEAVE_AWAITED)
          .in(AWAITING_SERVER_UPDATE).when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD)
          .in(SEVERED_4014, SEVERED_4022).stayAs(SERVER_CHANGED).doing(RECORD, SETTLE_UNLESS_CONFIRMED, RESTART_SERVER_TIMER)
          .in(AWAITING_SERVER_UPDATE).stay().doing(RECORD, SETTLE_UNLESS_CONFIRMED)
          .in(ESTABLISHED, BACKOFF).goTo(SERVER_CHANGED).doing(RECORD, COUNT_CHANGE, SETTLE)
          .elsewhere().goTo(IDENTIFYING).doing(RECORD, COUNT_CHANGE);
    }
  }

  private static void session(FlowWriter table) {
    table
        .on(EventKind.MAIN_SESSION_LOST)
        .in(DISCONNECTED, FAILED).ignore("has ended already")
        .in(AWAITING_SERVER_UPDATE).stay().doing(NOTE_MAIN_SESSION, RESTART_SERVER_TIMER)
        .in(BackoffPlan.REJOIN).stay().doing(NOTE_MAIN_SESSION, HOLD)
        .everywhere().stay().doing(NOTE_MAIN_SESSION);

    table
        .on(MAIN_SESSION_RESUMED)
        .in(DISCONNECTED, FAILED).ignore("has ended already")
        .in(AWAITING_SERVER_UPDATE).stay().doing(NOTE_MAIN_SESSION, RESTART_SERVER_TIMER)
        .in(BACKOFF)
        .when(REJOIN_DUE_LISTED).goTo(REJOIN_LEAVING).doing(NOTE_MAIN_SESSION, LEAVE_FIRST)
        .when(REJOIN_DUE).goTo(WaitReason.REJOIN).doing(NOTE_MAIN_SESSION, REJOIN)
        .otherwise().stay().doing(NOTE_MAIN_SESSION, END_HOLD)
        .elsewhere().stay().doing(NOTE_MAIN_SESSION);

    table
        .on(MAIN_SESSION_NEW)
        .in(DISCONNECTED, FAILED).ignore("has ended already")
        .in(IDLE).stay().doing(NOTE_MAIN_SESSION)
        .in(WaitReason.JOIN, WaitReason.MOVE).stayAs(WaitReason.REJOIN).doing(NOTE_MAIN_SESSION, STOP_SETTLING, REJOIN_IN_A_WHILE, RESTART_SERVER_TIMER)
        .in(AWAITING_SERVER_UPDATE)
        .when(REJOINS_OFF).stay().doing(NOTE_MAIN_SESSION, RESTART_SERVER_TIMER)
        .otherwise().stayAs(WaitReason.REJOIN).doing(NOTE_MAIN_SESSION, STOP_SETTLING, REJOIN_IN_A_WHILE, RESTART_SERVER_TIMER, ASK_WHETHER_TO_REJOIN)
        .in(BackoffPlan.REJOIN).goTo(WaitReason.REJOIN).doing(NOTE_MAIN_SESSION, REJOIN_IN_A_WHILE)
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, ESTABLISHED, BACKOFF)
        .when(REJOINS_OFF).stay().doing(NOTE_MAIN_SESSION)
        .otherwise().goTo(WaitReason.REJOIN).doing(NOTE_MAIN_SESSION, REJOIN_IN_A_WHILE, ASK_WHETHER_TO_REJOIN);

    table
        .on(VOICE_STATE_NOT_SENT)
        .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is asked")
        .whereDiscordActs().stay().doing(FAIL_UNSENT_MOVE)
        .in(AWAITING_SERVER_UPDATE).rejoin()
        .elsewhere().stay().doing(FAIL_UNSENT_MOVE);
  }

  private static void ends(FlowWriter table) {
    table
        .on(EVICTED)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOTHING_HELD)
        .elsewhere()
        .when(NOT_OUR_CHANNEL).ignore("about another channel")
        .when(GUILD_REMOVED).goTo(DisconnectReason.GUILD_REMOVED)
        .when(CHANNEL_DELETED).goTo(DisconnectReason.CHANNEL_DELETED)
        .otherwise().goTo(PERMISSION_LOST);
  }
  // spotless:on
}
