package dev.antiphon.statemachine.flow;

import static dev.antiphon.statemachine.flow.Action.AWAIT_ANOTHER_SERVER;
import static dev.antiphon.statemachine.flow.Action.END_HOLD;
import static dev.antiphon.statemachine.flow.Action.FOLLOW;
import static dev.antiphon.statemachine.flow.Action.FORGET_CREDENTIALS;
import static dev.antiphon.statemachine.flow.Action.HOLD;
import static dev.antiphon.statemachine.flow.Action.LEAVE_ANSWERED;
import static dev.antiphon.statemachine.flow.Action.LEAVE_FIRST;
import static dev.antiphon.statemachine.flow.Action.NOTE_LISTING;
import static dev.antiphon.statemachine.flow.Action.NOTE_MAIN_SESSION;
import static dev.antiphon.statemachine.flow.Action.NOW_REJOINING;
import static dev.antiphon.statemachine.flow.Action.RECORD;
import static dev.antiphon.statemachine.flow.Action.REJOIN;
import static dev.antiphon.statemachine.flow.Action.REJOIN_IN_A_WHILE;
import static dev.antiphon.statemachine.flow.Action.RESTART_SERVER_TIMER;
import static dev.antiphon.statemachine.flow.Action.SETTLE_UNLESS_CONFIRMED;
import static dev.antiphon.statemachine.flow.Action.STOP_SETTLING;
import static dev.antiphon.statemachine.flow.EventKind.EVICTED;
import static dev.antiphon.statemachine.flow.EventKind.MAIN_SESSION_NEW;
import static dev.antiphon.statemachine.flow.EventKind.MAIN_SESSION_RESUMED;
import static dev.antiphon.statemachine.flow.EventKind.VOICE_SERVER_GONE;
import static dev.antiphon.statemachine.flow.EventKind.VOICE_SERVER_NEW_ENDPOINT;
import static dev.antiphon.statemachine.flow.EventKind.VOICE_SERVER_NEW_TOKEN;
import static dev.antiphon.statemachine.flow.EventKind.VOICE_SERVER_REPEATED;
import static dev.antiphon.statemachine.flow.EventKind.VOICE_STATE_NEW_SESSION;
import static dev.antiphon.statemachine.flow.EventKind.VOICE_STATE_NOT_SENT;
import static dev.antiphon.statemachine.flow.EventKind.VOICE_STATE_OTHER_CHANNEL;
import static dev.antiphon.statemachine.flow.EventKind.VOICE_STATE_REPEATED;
import static dev.antiphon.statemachine.flow.EventKind.VOICE_STATE_WITHOUT_CHANNEL;
import static dev.antiphon.statemachine.flow.Guard.CHANNEL_DELETED;
import static dev.antiphon.statemachine.flow.Guard.CREDENTIALS_COMPLETE;
import static dev.antiphon.statemachine.flow.Guard.GUILD_REMOVED;
import static dev.antiphon.statemachine.flow.Guard.LEAVE_OUTSTANDING;
import static dev.antiphon.statemachine.flow.Guard.LEAVING_FIRST;
import static dev.antiphon.statemachine.flow.Guard.MAIN_SESSION_LOST;
import static dev.antiphon.statemachine.flow.Guard.NOT_OUR_CHANNEL;
import static dev.antiphon.statemachine.flow.Guard.PLAN_REJOIN;
import static dev.antiphon.statemachine.flow.Guard.REJOIN_DUE;
import static dev.antiphon.statemachine.flow.Guard.REJOIN_DUE_LISTED;
import static dev.antiphon.statemachine.flow.Guard.SERVER_KNOWN_LOST;
import static dev.antiphon.statemachine.flow.Guard.UNANSWERED;
import static dev.antiphon.statemachine.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.statemachine.flow.VoiceState.BACKOFF;
import static dev.antiphon.statemachine.flow.VoiceState.DISCONNECTED;
import static dev.antiphon.statemachine.flow.VoiceState.DISCOVERING;
import static dev.antiphon.statemachine.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.statemachine.flow.VoiceState.FAILED;
import static dev.antiphon.statemachine.flow.VoiceState.IDENTIFYING;
import static dev.antiphon.statemachine.flow.VoiceState.IDLE;
import static dev.antiphon.statemachine.flow.VoiceState.READY;
import static dev.antiphon.statemachine.flow.VoiceState.RESUMING;
import static dev.antiphon.statemachine.flow.VoiceState.SELECTING;

/** Section B: what the main gateway says. */
final class MainGatewayRows {
  private MainGatewayRows() {}

  // spotless:off: one line, one row
  static void write(TableWriter table) {
    voiceStates(table);
    voiceServers(table);
    session(table);
    ends(table);
  }

  private static void voiceStates(TableWriter table) {
    table
        .on(VOICE_STATE_WITHOUT_CHANNEL)
        .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is held")
        .in(AWAITING_SERVER_UPDATE)
        .when(LEAVING_FIRST).stay().doing(RECORD, LEAVE_ANSWERED, NOW_REJOINING, REJOIN, RESTART_SERVER_TIMER)
        .when(LEAVE_OUTSTANDING).stay().doing(LEAVE_ANSWERED, NOTE_LISTING)
        .otherwise().stay().doing(RECORD)
        .in(BACKOFF)
        .when(LEAVE_OUTSTANDING).stay().doing(LEAVE_ANSWERED, NOTE_LISTING)
        .when(MAIN_SESSION_LOST).stay().doing(RECORD)
        .otherwise().goTo(DISCONNECTED, DisconnectReason.REMOVED).doing(RECORD)
        .elsewhere()
        .when(LEAVE_OUTSTANDING).goTo(AWAITING_SERVER_UPDATE, WaitReason.REJOIN).doing(LEAVE_ANSWERED, NOTE_LISTING, FORGET_CREDENTIALS)
        .when(MAIN_SESSION_LOST).goTo(AWAITING_SERVER_UPDATE, WaitReason.REJOIN).doing(RECORD, REJOIN)
        .otherwise().goTo(DISCONNECTED, DisconnectReason.REMOVED).doing(RECORD);

    table
        .on(VOICE_STATE_REPEATED)
        .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is held")
        .in(AWAITING_SERVER_UPDATE)
        .when(LEAVING_FIRST).ignore("the leave is awaited")
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD)
        .otherwise().stay().doing(RECORD)
        .elsewhere().stay().doing(NOTE_LISTING);

    table
        .on(VOICE_STATE_NEW_SESSION)
        .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is held")
        .in(AWAITING_SERVER_UPDATE)
        .when(LEAVING_FIRST).ignore("the leave is awaited")
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD)
        .otherwise().stay().doing(RECORD);

    table
        .on(VOICE_STATE_OTHER_CHANNEL)
        .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is held")
        .in(AWAITING_SERVER_UPDATE)
        .when(LEAVING_FIRST).ignore("the leave is awaited")
        .when(UNANSWERED).stay().doing(RECORD)
        .otherwise().stay().doing(RECORD, FOLLOW);
  }

  private static void voiceServers(TableWriter table) {
    table
        .on(VOICE_SERVER_GONE)
        .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is held")
        .in(AWAITING_SERVER_UPDATE)
        .when(LEAVING_FIRST).ignore("the leave is awaited")
        .when(SERVER_KNOWN_LOST).stay().doing(RECORD, STOP_SETTLING)
        .otherwise().stay().doing(RECORD, STOP_SETTLING, AWAIT_ANOTHER_SERVER);

    table
        .on(VOICE_SERVER_REPEATED)
        .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is held")
        .in(AWAITING_SERVER_UPDATE)
        .when(LEAVING_FIRST).ignore("the leave is awaited")
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD)
        .otherwise().stay().doing(RECORD)
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, ESTABLISHED).ignore("duplicate");

    for (EventKind changed : new EventKind[] {VOICE_SERVER_NEW_TOKEN, VOICE_SERVER_NEW_ENDPOINT}) {
      table
          .on(changed)
          .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is held")
          .in(AWAITING_SERVER_UPDATE)
          .when(LEAVING_FIRST).ignore("the leave is awaited")
          .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD)
          .otherwise().stay().doing(RECORD, SETTLE_UNLESS_CONFIRMED);
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
        .in(AWAITING_SERVER_UPDATE).stay().doing(NOTE_MAIN_SESSION, STOP_SETTLING, NOW_REJOINING, REJOIN_IN_A_WHILE, RESTART_SERVER_TIMER)
        .elsewhere().goTo(AWAITING_SERVER_UPDATE, WaitReason.REJOIN).doing(NOTE_MAIN_SESSION, REJOIN_IN_A_WHILE);

    table
        .on(VOICE_STATE_NOT_SENT)
        .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is asked")
        .in(AWAITING_SERVER_UPDATE).rejoin()
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, ESTABLISHED, BACKOFF).stay();
  }

  private static void ends(TableWriter table) {
    table
        .on(EVICTED)
        .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is held")
        .elsewhere()
        .when(NOT_OUR_CHANNEL).ignore("about another channel")
        .when(GUILD_REMOVED).goTo(DISCONNECTED, DisconnectReason.GUILD_REMOVED)
        .when(CHANNEL_DELETED).goTo(DISCONNECTED, DisconnectReason.CHANNEL_DELETED)
        .otherwise().goTo(DISCONNECTED, DisconnectReason.PERMISSION_LOST);
  }
  // spotless:on
}
