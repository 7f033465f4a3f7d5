package dev.antiphon.statemachine.flow;

import static dev.antiphon.statemachine.flow.Action.COMPLETE_JOIN;
import static dev.antiphon.statemachine.flow.Action.INHERIT_LEAVE;
import static dev.antiphon.statemachine.flow.Action.SEND_VOICE_STATE;
import static dev.antiphon.statemachine.flow.Action.SET_TARGET;
import static dev.antiphon.statemachine.flow.DisconnectReason.CLOSED;
import static dev.antiphon.statemachine.flow.DisconnectReason.REQUESTED;
import static dev.antiphon.statemachine.flow.EventKind.CLOSE;
import static dev.antiphon.statemachine.flow.EventKind.DISCONNECT;
import static dev.antiphon.statemachine.flow.EventKind.JOIN;
import static dev.antiphon.statemachine.flow.EventKind.JOIN_ELSEWHERE;
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

/** Section A: what the application asks. */
final class ApplicationRows {
  private static final String ENDED = "the connection has ended; join again through Voice";

  private ApplicationRows() {}

  // spotless:off: one line, one row
  static void write(TableWriter table) {
    table
        .on(JOIN)
        .in(IDLE).goTo(AWAITING_SERVER_UPDATE, WaitReason.JOIN).doing(INHERIT_LEAVE, SET_TARGET, SEND_VOICE_STATE)
        .in(AWAITING_SERVER_UPDATE, IDENTIFYING, RESUMING, READY, DISCOVERING, SELECTING, BACKOFF)
        .ignore("joins the pending join")
        .in(ESTABLISHED).stay().doing(COMPLETE_JOIN)
        .elsewhere().refuse(ENDED);

    table
        .on(JOIN_ELSEWHERE)
        .in(DISCONNECTED, FAILED).refuse(ENDED)
        .elsewhere().refuse("connected to another channel; disconnect first");

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
