package dev.antiphon.spec;

import dev.antiphon.Connection;
import dev.antiphon.audit.Transition;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Helpers for the transitions of a connection. */
final class Transitions {
  private Transitions() {}

  /** Completes with the next transition between these two states. */
  static CompletableFuture<Transition> until(
      Connection connection, VoiceState from, VoiceState to) {
    CompletableFuture<Transition> reached = new CompletableFuture<>();
    connection.onTransition(
        transition -> {
          if (transition.from() == from && transition.to() == to) {
            reached.complete(transition);
          }
        });
    return reached;
  }

  /** The states that the connection entered, each with its reason, if any. */
  static List<String> path(Connection connection) {
    return connection.transitions().stream()
        .map(taken -> taken.to().title() + taken.reason().map(Transitions::withSpace).orElse(""))
        .toList();
  }

  private static String withSpace(Substate reason) {
    return " " + reason.title();
  }
}
