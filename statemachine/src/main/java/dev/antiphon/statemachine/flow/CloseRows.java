package dev.antiphon.statemachine.flow;

import static dev.antiphon.statemachine.flow.Action.RELEASE_SOCKET;
import static dev.antiphon.statemachine.flow.VoiceState.DISCONNECTED;
import static dev.antiphon.statemachine.flow.VoiceState.DISCOVERING;
import static dev.antiphon.statemachine.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.statemachine.flow.VoiceState.FAILED;
import static dev.antiphon.statemachine.flow.VoiceState.IDENTIFYING;
import static dev.antiphon.statemachine.flow.VoiceState.READY;
import static dev.antiphon.statemachine.flow.VoiceState.SELECTING;

/** Section D: what the voice socket's close codes mean. */
final class CloseRows {
  private CloseRows() {}

  // spotless:off: one line, one row
  static void write(TableWriter table) {
    for (CloseReaction reaction : CloseReaction.values()) {
      table
          .on(reaction.kind())
          .in(IDENTIFYING, READY, DISCOVERING, SELECTING, ESTABLISHED)
          .goTo(end(reaction), reason(reaction)).doing(RELEASE_SOCKET)
          .elsewhere().stale();
    }
  }

  private static VoiceState end(CloseReaction reaction) {
    return reason(reaction) instanceof DisconnectReason ? DISCONNECTED : FAILED;
  }

  private static Reason reason(CloseReaction reaction) {
    return switch (reaction) {
      case LOSS, UNKNOWN, INVALID_SESSION, SERVER_CRASH -> FailureCause.RETRIES_EXHAUSTED;
      case PROTOCOL_ERROR -> FailureCause.PROTOCOL_ERROR;
      case AUTHENTICATION -> FailureCause.AUTHENTICATION_FAILED;
      case SERVER_NOT_FOUND -> FailureCause.SERVER_NOT_FOUND;
      case UNKNOWN_PROTOCOL -> FailureCause.UNKNOWN_PROTOCOL;
      case UNKNOWN_MODE -> FailureCause.NO_COMMON_MODE;
      case MISSING_DAVE -> FailureCause.DAVE_REQUIRED;
      case RATE_LIMIT -> FailureCause.RATE_LIMITED;
      case DISCONNECTION -> DisconnectReason.KICKED;
      case TERMINATED_CALL -> DisconnectReason.CALL_TERMINATED;
    };
  }
  // spotless:on
}
