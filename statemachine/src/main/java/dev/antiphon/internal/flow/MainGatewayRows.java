package dev.antiphon.internal.flow;

import static dev.antiphon.flow.EventKind.EVICTED;
import static dev.antiphon.flow.EventKind.MAIN_SESSION_NEW;
import static dev.antiphon.flow.EventKind.MAIN_SESSION_RESUMED;
import static dev.antiphon.flow.EventKind.VOICE_SERVER_GONE;
import static dev.antiphon.flow.EventKind.VOICE_SERVER_NEW_ENDPOINT;
import static dev.antiphon.flow.EventKind.VOICE_SERVER_NEW_TOKEN;
import static dev.antiphon.flow.EventKind.VOICE_SERVER_REPEATED;
import static dev.antiphon.flow.EventKind.VOICE_STATE_NEW_SESSION;
import static dev.antiphon.flow.EventKind.VOICE_STATE_NOT_SENT;
import static dev.antiphon.flow.EventKind.VOICE_STATE_OTHER_CHANNEL;
import static dev.antiphon.flow.EventKind.VOICE_STATE_REPEATED;
import static dev.antiphon.flow.EventKind.VOICE_STATE_WITHOUT_CHANNEL;
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
import static dev.antiphon.internal.flow.Action.ASK_WHETHER_TO_REJOIN;
import static dev.antiphon.internal.flow.Action.AWAIT_ANOTHER_SERVER;
import static dev.antiphon.internal.flow.Action.COMPLETE_JOIN;
import static dev.antiphon.internal.flow.Action.COUNT_CHANGE;
import static dev.antiphon.internal.flow.Action.COUNT_REJOIN;
import static dev.antiphon.internal.flow.Action.END_HOLD;
import static dev.antiphon.internal.flow.Action.FAIL_UNSENT_MOVE;
import static dev.antiphon.internal.flow.Action.FOLLOW;
import static dev.antiphon.internal.flow.Action.FORGET_CREDENTIALS;
import static dev.antiphon.internal.flow.Action.HOLD;
import static dev.antiphon.internal.flow.Action.LEAVE_ANSWERED;
import static dev.antiphon.internal.flow.Action.LEAVE_FIRST;
import static dev.antiphon.internal.flow.Action.NOTE_LISTING;
import static dev.antiphon.internal.flow.Action.NOTE_MAIN_SESSION;
import static dev.antiphon.internal.flow.Action.RECORD;
import static dev.antiphon.internal.flow.Action.RECORD_CHANGE;
import static dev.antiphon.internal.flow.Action.REJOIN;
import static dev.antiphon.internal.flow.Action.REJOIN_IN_A_WHILE;
import static dev.antiphon.internal.flow.Action.RESTART_SERVER_TIMER;
import static dev.antiphon.internal.flow.Action.SETTLE;
import static dev.antiphon.internal.flow.Action.SETTLE_UNLESS_CONFIRMED;
import static dev.antiphon.internal.flow.Action.STOP_SETTLING;
import static dev.antiphon.internal.flow.Action.WAIT_TO_REJOIN;
import static dev.antiphon.internal.flow.Guard.CHANNEL_DELETED;
import static dev.antiphon.internal.flow.Guard.CREDENTIALS_COMPLETE;
import static dev.antiphon.internal.flow.Guard.FOR_DISCORD;
import static dev.antiphon.internal.flow.Guard.GUILD_REMOVED;
import static dev.antiphon.internal.flow.Guard.JOINING;
import static dev.antiphon.internal.flow.Guard.LEAVE_OUTSTANDING;
import static dev.antiphon.internal.flow.Guard.LEAVING_FIRST;
import static dev.antiphon.internal.flow.Guard.LEFT_FOR_A_MOVE;
import static dev.antiphon.internal.flow.Guard.LISTED_ELSEWHERE;
import static dev.antiphon.internal.flow.Guard.LOST_FOR_GOOD;
import static dev.antiphon.internal.flow.Guard.MAIN_SESSION_LOST;
import static dev.antiphon.internal.flow.Guard.MAY_REJOIN;
import static dev.antiphon.internal.flow.Guard.NOT_OUR_CHANNEL;
import static dev.antiphon.internal.flow.Guard.OWN_REQUEST;
import static dev.antiphon.internal.flow.Guard.PAIRED;
import static dev.antiphon.internal.flow.Guard.PAIRED_SAME_SESSION;
import static dev.antiphon.internal.flow.Guard.PLAN_REJOIN;
import static dev.antiphon.internal.flow.Guard.REJOINS_OFF;
import static dev.antiphon.internal.flow.Guard.REJOIN_DUE;
import static dev.antiphon.internal.flow.Guard.REJOIN_DUE_LISTED;
import static dev.antiphon.internal.flow.Guard.SERVER_KNOWN_LOST;
import static dev.antiphon.internal.flow.Guard.SEVERED;
import static dev.antiphon.internal.flow.Guard.SEVERED_BY_4014;
import static dev.antiphon.internal.flow.Guard.SEVERED_BY_4022;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.WaitReason;

/** Section B: what the main gateway says. */
final class MainGatewayRows {
  private static final String NOTHING_HELD = "nothing is held";
  private static final String LEAVE_AWAITED = "the leave is awaited";

  private MainGatewayRows() {}

  // spotless:off: one line, one row
  static void write(TableWriter table) {
    withoutChannel(table);
    sameChannel(table);
    otherChannel(table);
    voiceServers(table);
    session(table);
    ends(table);
  }

  private static void withoutChannel(TableWriter table) {
    table
        .on(VOICE_STATE_WITHOUT_CHANNEL)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOTHING_HELD)
        .in(AWAITING_SERVER_UPDATE)
        .when(LEAVING_FIRST).stay(WaitReason.REJOIN).doing(RECORD, LEAVE_ANSWERED, REJOIN, RESTART_SERVER_TIMER)
        .when(LEAVE_OUTSTANDING).stay().doing(LEAVE_ANSWERED, NOTE_LISTING)
        .when(OWN_REQUEST).stay().doing(RECORD)
        .when(MAIN_SESSION_LOST).stay().doing(RECORD)
        .when(SEVERED_BY_4014).goTo(DISCONNECTED, DisconnectReason.KICKED).doing(RECORD)
        .when(SEVERED_BY_4022).goTo(DISCONNECTED, DisconnectReason.CALL_TERMINATED).doing(RECORD)
        .otherwise().goTo(DISCONNECTED, DisconnectReason.REMOVED).doing(RECORD)
        .in(BACKOFF)
        .when(LEAVE_OUTSTANDING).stay().doing(LEAVE_ANSWERED, NOTE_LISTING)
        .when(MAIN_SESSION_LOST).stay().doing(RECORD)
        .otherwise().goTo(DISCONNECTED, DisconnectReason.REMOVED).doing(RECORD)
        .elsewhere()
        .when(LEAVE_OUTSTANDING).goTo(AWAITING_SERVER_UPDATE, WaitReason.REJOIN).doing(LEAVE_ANSWERED, NOTE_LISTING, FORGET_CREDENTIALS)
        .when(LOST_FOR_GOOD).goTo(FAILED, FailureCause.RETRIES_EXHAUSTED).doing(RECORD)
        .when(MAIN_SESSION_LOST).goTo(AWAITING_SERVER_UPDATE, WaitReason.REJOIN).doing(RECORD, REJOIN, ASK_WHETHER_TO_REJOIN)
        .otherwise().goTo(DISCONNECTED, DisconnectReason.REMOVED).doing(RECORD);
  }

  private static void sameChannel(TableWriter table) {
    table
        .on(VOICE_STATE_REPEATED)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOTHING_HELD)
        .in(AWAITING_SERVER_UPDATE)
        .when(LEAVING_FIRST).ignore(LEAVE_AWAITED)
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD)
        .otherwise().stay().doing(RECORD)
        .elsewhere().stay().doing(NOTE_LISTING);

    table
        .on(VOICE_STATE_NEW_SESSION)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOTHING_HELD)
        .in(AWAITING_SERVER_UPDATE)
        .when(LEAVING_FIRST).ignore(LEAVE_AWAITED)
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD)
        .when(SEVERED).stay(WaitReason.SESSION_CHANGED).doing(RECORD, RESTART_SERVER_TIMER)
        .otherwise().stay().doing(RECORD)
        .in(IDENTIFYING, READY, DISCOVERING, SELECTING, ESTABLISHED)
        .when(PAIRED).goTo(IDENTIFYING).doing(RECORD, COUNT_CHANGE)
        .otherwise().goTo(AWAITING_SERVER_UPDATE, WaitReason.SESSION_CHANGED).doing(RECORD, COUNT_CHANGE)
        .in(RESUMING).goTo(AWAITING_SERVER_UPDATE, WaitReason.SESSION_CHANGED).doing(RECORD, COUNT_CHANGE)
        .in(BACKOFF)
        .when(PLAN_REJOIN).stay().doing(RECORD)
        .when(MAY_REJOIN).stay(BackoffPlan.REJOIN).doing(RECORD, COUNT_REJOIN, WAIT_TO_REJOIN, ASK_WHETHER_TO_REJOIN)
        .otherwise().goTo(AWAITING_SERVER_UPDATE, WaitReason.SESSION_CHANGED).doing(RECORD, COUNT_CHANGE);
  }

  private static void otherChannel(TableWriter table) {
    table
        .on(VOICE_STATE_OTHER_CHANNEL)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOTHING_HELD)
        .in(AWAITING_SERVER_UPDATE)
        .when(LEFT_FOR_A_MOVE).stay().doing(NOTE_LISTING, FOLLOW)
        .when(LEAVING_FIRST).ignore(LEAVE_AWAITED)
        .when(LISTED_ELSEWHERE).stay().doing(RECORD)
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD, FOLLOW)
        .when(SEVERED).stay(WaitReason.MOVED).doing(RECORD, FOLLOW, RESTART_SERVER_TIMER)
        .otherwise().stay().doing(RECORD, FOLLOW)
        .in(IDENTIFYING, READY, DISCOVERING, SELECTING)
        .when(PAIRED_SAME_SESSION).stay().doing(RECORD_CHANGE, FOLLOW)
        .when(PAIRED).goTo(IDENTIFYING).doing(RECORD, FOLLOW, COUNT_CHANGE)
        .otherwise().goTo(AWAITING_SERVER_UPDATE, WaitReason.MOVED).doing(RECORD, FOLLOW, COUNT_CHANGE)
        .in(ESTABLISHED)
        .when(PAIRED_SAME_SESSION).stay().doing(RECORD_CHANGE, FOLLOW, COMPLETE_JOIN)
        .when(PAIRED).goTo(IDENTIFYING).doing(RECORD, FOLLOW, COUNT_CHANGE)
        .otherwise().goTo(AWAITING_SERVER_UPDATE, WaitReason.MOVED).doing(RECORD, FOLLOW, COUNT_CHANGE)
        .in(RESUMING).goTo(AWAITING_SERVER_UPDATE, WaitReason.MOVED).doing(RECORD, FOLLOW, COUNT_CHANGE)
        .in(BACKOFF)
        .when(PLAN_REJOIN).stay().doing(RECORD, FOLLOW)
        .when(MAY_REJOIN).stay(BackoffPlan.REJOIN).doing(RECORD, FOLLOW, COUNT_REJOIN, WAIT_TO_REJOIN, ASK_WHETHER_TO_REJOIN)
        .otherwise().goTo(AWAITING_SERVER_UPDATE, WaitReason.MOVED).doing(RECORD, FOLLOW, COUNT_CHANGE);
  }

  private static void voiceServers(TableWriter table) {
    table
        .on(VOICE_SERVER_GONE)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOTHING_HELD)
        .in(AWAITING_SERVER_UPDATE)
        .when(LEAVING_FIRST).ignore(LEAVE_AWAITED)
        .when(SERVER_KNOWN_LOST).stay().doing(RECORD, STOP_SETTLING)
        .when(OWN_REQUEST).stay().doing(RECORD, STOP_SETTLING, AWAIT_ANOTHER_SERVER)
        .otherwise().stay(WaitReason.SERVER_LOST).doing(RECORD, STOP_SETTLING, AWAIT_ANOTHER_SERVER)
        .elsewhere().goTo(AWAITING_SERVER_UPDATE, WaitReason.SERVER_LOST).doing(RECORD, COUNT_CHANGE);

    table
        .on(VOICE_SERVER_REPEATED)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOTHING_HELD)
        .in(AWAITING_SERVER_UPDATE)
        .when(LEAVING_FIRST).ignore(LEAVE_AWAITED)
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD)
        .otherwise().stay().doing(RECORD)
        .in(BACKOFF).stay().doing(RECORD)
        .elsewhere().ignore("duplicate");

    for (EventKind changed : new EventKind[] {VOICE_SERVER_NEW_TOKEN, VOICE_SERVER_NEW_ENDPOINT}) {
      table
          .on(changed)
          .in(IDLE, DISCONNECTED, FAILED).ignore(NOTHING_HELD)
          .in(AWAITING_SERVER_UPDATE)
          .when(LEAVING_FIRST).ignore(LEAVE_AWAITED)
          .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD)
          .when(SEVERED).stay(WaitReason.SERVER_CHANGED).doing(RECORD, SETTLE_UNLESS_CONFIRMED, RESTART_SERVER_TIMER)
          .otherwise().stay().doing(RECORD, SETTLE_UNLESS_CONFIRMED)
          .in(ESTABLISHED, BACKOFF).goTo(AWAITING_SERVER_UPDATE, WaitReason.SERVER_CHANGED).doing(RECORD, COUNT_CHANGE, SETTLE)
          .elsewhere().goTo(IDENTIFYING).doing(RECORD, COUNT_CHANGE);
    }
  }

  private static void session(TableWriter table) {
    table
        .on(EventKind.MAIN_SESSION_LOST)
        .in(DISCONNECTED, FAILED).ignore("has ended already")
        .in(AWAITING_SERVER_UPDATE).stay().doing(NOTE_MAIN_SESSION, RESTART_SERVER_TIMER)
        .in(BACKOFF)
        .when(PLAN_REJOIN).stay().doing(NOTE_MAIN_SESSION, HOLD)
        .otherwise().stay().doing(NOTE_MAIN_SESSION)
        .elsewhere().stay().doing(NOTE_MAIN_SESSION);

    table
        .on(MAIN_SESSION_RESUMED)
        .in(DISCONNECTED, FAILED).ignore("has ended already")
        .in(AWAITING_SERVER_UPDATE).stay().doing(NOTE_MAIN_SESSION, RESTART_SERVER_TIMER)
        .in(BACKOFF)
        .when(REJOIN_DUE_LISTED).goTo(AWAITING_SERVER_UPDATE, WaitReason.REJOIN_LEAVING).doing(NOTE_MAIN_SESSION, LEAVE_FIRST)
        .when(REJOIN_DUE).goTo(AWAITING_SERVER_UPDATE, WaitReason.REJOIN).doing(NOTE_MAIN_SESSION, REJOIN)
        .otherwise().stay().doing(NOTE_MAIN_SESSION, END_HOLD)
        .elsewhere().stay().doing(NOTE_MAIN_SESSION);

    table
        .on(MAIN_SESSION_NEW)
        .in(DISCONNECTED, FAILED).ignore("has ended already")
        .in(IDLE).stay().doing(NOTE_MAIN_SESSION)
        .in(AWAITING_SERVER_UPDATE)
        .when(JOINING).stay(WaitReason.REJOIN).doing(NOTE_MAIN_SESSION, STOP_SETTLING, REJOIN_IN_A_WHILE, RESTART_SERVER_TIMER)
        .when(REJOINS_OFF).stay().doing(NOTE_MAIN_SESSION, RESTART_SERVER_TIMER)
        .otherwise().stay(WaitReason.REJOIN).doing(NOTE_MAIN_SESSION, STOP_SETTLING, REJOIN_IN_A_WHILE, RESTART_SERVER_TIMER, ASK_WHETHER_TO_REJOIN)
        .in(BACKOFF).when(PLAN_REJOIN).goTo(AWAITING_SERVER_UPDATE, WaitReason.REJOIN).doing(NOTE_MAIN_SESSION, REJOIN_IN_A_WHILE)
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, ESTABLISHED, BACKOFF)
        .when(REJOINS_OFF).stay().doing(NOTE_MAIN_SESSION)
        .otherwise().goTo(AWAITING_SERVER_UPDATE, WaitReason.REJOIN).doing(NOTE_MAIN_SESSION, REJOIN_IN_A_WHILE, ASK_WHETHER_TO_REJOIN);

    table
        .on(VOICE_STATE_NOT_SENT)
        .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is asked")
        .in(AWAITING_SERVER_UPDATE)
        .when(FOR_DISCORD).stay().doing(FAIL_UNSENT_MOVE)
        .rejoin()
        .elsewhere().stay().doing(FAIL_UNSENT_MOVE);
  }

  private static void ends(TableWriter table) {
    table
        .on(EVICTED)
        .in(IDLE, DISCONNECTED, FAILED).ignore(NOTHING_HELD)
        .elsewhere()
        .when(NOT_OUR_CHANNEL).ignore("about another channel")
        .when(GUILD_REMOVED).goTo(DISCONNECTED, DisconnectReason.GUILD_REMOVED)
        .when(CHANNEL_DELETED).goTo(DISCONNECTED, DisconnectReason.CHANNEL_DELETED)
        .otherwise().goTo(DISCONNECTED, DisconnectReason.PERMISSION_LOST);
  }
  // spotless:on
}
