package dev.antiphon.spec.wire;

import dev.antiphon.audit.Transition;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Trigger;

/**
 * The parts of a transition that tests compare.
 *
 * @param cell line and state of the row taken, such as {@code E4.ID}
 * @param to the state entered, with its reason where it has one, such as {@code Backoff Rejoin}
 * @param trigger the trigger: a close code, a timer, an event kind, or "failure" for any failure
 */
record Step(String cell, String to, Object trigger) {
  private static final String FAILURE = "failure";

  static Step of(Transition taken) {
    String cell = taken.row().substring(0, taken.row().lastIndexOf('.'));
    String reason = taken.reason().map(why -> " " + why.title()).orElse("");
    return new Step(cell, taken.to().title() + reason, trigger(taken.trigger()));
  }

  private static Object trigger(Trigger trigger) {
    if (trigger instanceof Trigger.Closed closed) {
      return closed.code();
    }
    if (trigger instanceof Trigger.TimedOut timed) {
      return timed.timer();
    }
    return trigger instanceof Trigger.Event event ? event.kind() : FAILURE;
  }

  /**
   * A step triggered by a close of the voice socket; 1006 is a TCP connection lost without a close
   * frame.
   */
  static Step closed(String cell, String to, int code) {
    return new Step(cell, to, code);
  }

  /** A step triggered by a timer. */
  static Step timed(String cell, String to, FlowTimer timer) {
    return new Step(cell, to, timer);
  }

  /** A step triggered by an event. */
  static Step byEvent(String cell, String to, EventKind kind) {
    return new Step(cell, to, kind);
  }

  /** A step triggered by a failed operation. */
  static Step failed(String cell, String to) {
    return new Step(cell, to, FAILURE);
  }
}
