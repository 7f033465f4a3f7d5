package dev.antiphon;

import dev.antiphon.statemachine.flow.DisconnectReason;
import dev.antiphon.statemachine.flow.FailureCause;
import dev.antiphon.statemachine.flow.Reason;

/**
 * A join that did not succeed. The message is a sentence that a bot's author can act on; {@link
 * #reason()} is the same as a value: a {@link FailureCause}, or a {@link DisconnectReason} when the
 * join was called off or the bot was removed meanwhile.
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
