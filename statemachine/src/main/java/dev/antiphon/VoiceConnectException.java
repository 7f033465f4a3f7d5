package dev.antiphon;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.Reason;
import dev.antiphon.flow.RequestFailure;

/**
 * Thrown when a join, a move or a reconnect fails. The message explains the cause and what to do.
 *
 * <p>{@link #reason()} has one of three types. A {@link FailureCause} means that the connection
 * failed. A {@link DisconnectReason} means that the request was cancelled or the bot was removed. A
 * {@link RequestFailure} means that only the request failed: the connection continues.
 */
public final class VoiceConnectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Reason reason;

  VoiceConnectException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  VoiceConnectException(Reason reason, String sentence, VoiceConnectException cause) {
    super(sentence, cause);
    this.reason = reason;
  }

  /** The reason of the failure. Its type is one of the three types above. */
  public Reason reason() {
    return reason;
  }
}
