package dev.antiphon.statemachine.connection;

import dev.antiphon.statemachine.audit.Transition;
import dev.antiphon.statemachine.flow.Decision;
import dev.antiphon.statemachine.flow.EventKind;
import dev.antiphon.statemachine.flow.PolicyQuestion;
import java.util.OptionalLong;

/**
 * What a connection tells its owner. Every call comes on the event loop and must be quick; what an
 * observer throws is logged and changes nothing.
 */
public interface ConnectionObserver {

  /**
   * A step was taken, whatever became of its event; told before its effects run, and before {@link
   * #transitioned}.
   */
  default void decided(Decision decision) {}

  /** The state has changed; the effects of the step have not run yet. */
  void transitioned(Transition transition, Snapshot after);

  /** The peer broke the protocol. */
  void violated(EventKind kind);

  /** The flow asks the application's policy; the question has this number. */
  void asked(PolicyQuestion question, int number);

  /** An authentic Opus frame came. */
  void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame);
}
