package dev.antiphon;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.MoveFailure;
import dev.antiphon.flow.Reason;

/**
 * A join, move or reconnect that did not succeed. The message is a sentence that a bot's author can
 * act on; {@link #reason()} is the same as a value: a {@link FailureCause}, a {@link
 * DisconnectReason} when it was called off or the bot was removed meanwhile, or a {@link
 * MoveFailure} when the connection goes on in the channel that it was in.
 */
public final class VoiceConnectException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Reason reason;

  VoiceConnectException(Reason reason, String sentence) {
    super(sentence);
    this.reason = reason;
  }

  /** The typed cause. */
  public Reason reason() {
    return reason;
  }
}
