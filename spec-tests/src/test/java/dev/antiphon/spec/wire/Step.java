package dev.antiphon.spec.wire;

import dev.antiphon.audit.Transition;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Trigger;

/**
 * What a test asserts of a transition.
 *
 * @param cell line and state of the row taken, such as {@code E4.ID}
 * @param to the state entered, with its reason where it has one, such as {@code Backoff Rejoin}
 * @param by what triggered it: a close code, a timer, an event, or a failure, whatever its words
 */
record Step(String cell, String to, Object by) {
  private static final String FAILURE = "failure";

  static Step of(Transition taken) {
    String cell = taken.row().substring(0, taken.row().lastIndexOf('.'));
    String reason = taken.reason().map(why -> " " + why.title()).orElse("");
    return new Step(cell, taken.to().title() + reason, by(taken.trigger()));
  }

  private static Object by(Trigger trigger) {
    if (trigger instanceof Trigger.Closed closed) {
      return closed.code();
    }
    if (trigger instanceof Trigger.TimedOut timed) {
      return timed.timer();
    }
    return trigger instanceof Trigger.Event event ? event.kind() : FAILURE;
  }

  /** By a close of the voice socket; 1006 is a TCP connection lost without one. */
  static Step closed(String cell, String to, int code) {
    return new Step(cell, to, code);
  }

  /** By a timer. */
  static Step timed(String cell, String to, FlowTimer timer) {
    return new Step(cell, to, timer);
  }

  /** By what was said. */
  static Step said(String cell, String to, EventKind kind) {
    return new Step(cell, to, kind);
  }

  /** By something that could not be done. */
  static Step failed(String cell, String to) {
    return new Step(cell, to, FAILURE);
  }
}
