package dev.antiphon.spec.wire;

import dev.antiphon.statemachine.audit.Transition;
import dev.antiphon.statemachine.flow.FlowTimer;
import dev.antiphon.statemachine.flow.Origin;

/**
 * What a test asserts of a transition.
 *
 * @param cell line and state of the row taken, such as {@code E4.ID}
 * @param to the state entered, with its reason where it has one, such as {@code Backoff Rejoin}
 * @param origin what triggered it
 */
record Step(String cell, String to, Origin origin) {

  static Step of(Transition taken) {
    String cell = taken.row().substring(0, taken.row().lastIndexOf('.'));
    String reason = taken.reason().map(why -> " " + why.title()).orElse("");
    return new Step(cell, taken.to().title() + reason, taken.origin());
  }

  /** By a close of the voice socket; 1006 is a TCP connection lost without one. */
  static Step closed(String cell, String to, int code) {
    return new Step(cell, to, new Origin.Closed(code));
  }

  /** By a timer. */
  static Step timed(String cell, String to, FlowTimer timer) {
    return new Step(cell, to, new Origin.TimedOut(timer));
  }
}
