package dev.antiphon.statemachine.flow;

import static dev.antiphon.statemachine.flow.Action.AWAIT_ANOTHER_SERVER;
import static dev.antiphon.statemachine.flow.Action.FOLLOW;
import static dev.antiphon.statemachine.flow.Action.NOTE_MAIN_SESSION;
import static dev.antiphon.statemachine.flow.Action.RECORD;
import static dev.antiphon.statemachine.flow.Action.SETTLE_UNLESS_CONFIRMED;
import static dev.antiphon.statemachine.flow.Action.STOP_SETTLING;
import static dev.antiphon.statemachine.flow.EventKind.EVICTED;
import static dev.antiphon.statemachine.flow.EventKind.MAIN_SESSION_LOST;
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
import static dev.antiphon.statemachine.flow.Guard.NOT_OUR_CHANNEL;
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
  }

  private static void voiceStates(TableWriter table) {
    table
        .on(VOICE_STATE_WITHOUT_CHANNEL)
        .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is held")
        .in(AWAITING_SERVER_UPDATE).stay().doing(RECORD)
        .elsewhere().goTo(DISCONNECTED, DisconnectReason.REMOVED).doing(RECORD);

    table
        .on(VOICE_STATE_REPEATED)
        .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is held")
        .in(AWAITING_SERVER_UPDATE)
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD)
        .otherwise().stay().doing(RECORD)
        .elsewhere().stay();

    table
        .on(VOICE_STATE_NEW_SESSION)
        .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is held")
        .in(AWAITING_SERVER_UPDATE)
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD)
        .otherwise().stay().doing(RECORD);

    table
        .on(VOICE_STATE_OTHER_CHANNEL)
        .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is held")
        .in(AWAITING_SERVER_UPDATE)
        .when(UNANSWERED).stay().doing(RECORD)
        .otherwise().stay().doing(RECORD, FOLLOW);
  }

  private static void voiceServers(TableWriter table) {
    table
        .on(VOICE_SERVER_GONE)
        .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is held")
        .in(AWAITING_SERVER_UPDATE)
        .when(SERVER_KNOWN_LOST).stay().doing(RECORD, STOP_SETTLING)
        .otherwise().stay().doing(RECORD, STOP_SETTLING, AWAIT_ANOTHER_SERVER);

    table
        .on(VOICE_SERVER_REPEATED)
        .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is held")
        .in(AWAITING_SERVER_UPDATE)
        .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD)
        .otherwise().stay().doing(RECORD)
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, ESTABLISHED).ignore("duplicate");

    for (EventKind changed : new EventKind[] {VOICE_SERVER_NEW_TOKEN, VOICE_SERVER_NEW_ENDPOINT}) {
      table
          .on(changed)
          .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is held")
          .in(AWAITING_SERVER_UPDATE)
          .when(CREDENTIALS_COMPLETE).goTo(IDENTIFYING).doing(RECORD)
          .otherwise().stay().doing(RECORD, SETTLE_UNLESS_CONFIRMED);
    }
  }

  private static void session(TableWriter table) {
    for (EventKind change : new EventKind[] {MAIN_SESSION_LOST, MAIN_SESSION_RESUMED, MAIN_SESSION_NEW}) {
      table
          .on(change)
          .in(DISCONNECTED, FAILED).ignore("has ended already")
          .elsewhere().stay().doing(NOTE_MAIN_SESSION);
    }

    table
        .on(VOICE_STATE_NOT_SENT)
        .in(IDLE, DISCONNECTED, FAILED).ignore("nothing is asked")
        .in(AWAITING_SERVER_UPDATE).goTo(FAILED, FailureCause.RETRIES_EXHAUSTED)
        .in(IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, ESTABLISHED, BACKOFF).stay();

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
