package dev.antiphon.spec;

import dev.antiphon.Connection;
import dev.antiphon.audit.Transition;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a connection will do, and what it did. */
final class Waiting {
  private Waiting() {}

  /** Completes with the next transition between these two. */
  static CompletableFuture<Transition> until(
      Connection connection, VoiceState from, VoiceState to) {
    CompletableFuture<Transition> there = new CompletableFuture<>();
    connection.onTransition(
        transition -> {
          if (transition.from() == from && transition.to() == to) {
            there.complete(transition);
          }
        });
    return there;
  }

  /** The states that it entered, each with its reason where it has one. */
  static List<String> path(Connection connection) {
    return connection.transitions().stream()
        .map(taken -> taken.to().title() + taken.reason().map(Waiting::withSpace).orElse(""))
        .toList();
  }

  private static String withSpace(Substate reason) {
    return " " + reason.title();
  }
}
