package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.machine.Outcome;

/**
 * What the application and Discord know, and the memory of the flow does not contain. The
 * properties are checked against it.
 *
 * @param undecided whether a future of the application is not complete
 * @param listedBefore whether Discord lists the bot since before the connection was created, so
 *     that it does not answer a join
 */
record Surroundings(boolean undecided, boolean listedBefore) {

  /** The surroundings after that step, which started with this memory. */
  Surroundings after(FlowMemory before, FlowDecision decision) {
    if (decision.to().isTerminal()) {
      return new Surroundings(false, false);
    }
    boolean earlier = undecided;
    boolean left = false;
    boolean joined = false;
    for (Effect effect : decision.effects()) {
      if (effect instanceof Effect.CompleteJoin) {
        joined = true;
        earlier &= decision.memory().intent().pendingMove().isPresent();
      } else if (effect instanceof Effect.FailRequests) {
        earlier = false;
      } else if (effect instanceof Effect.FailMove) {
        earlier &= before.intent().pendingMove().isEmpty();
      } else if (effect instanceof Effect.SendVoiceState op4) {
        left |= op4.channelId().isEmpty();
      }
    }
    return new Surroundings(earlier || !joined && isAccepted(decision), listedBefore && !left);
  }

  /** Whether the step accepted a command that has a future. */
  static boolean isAccepted(FlowDecision decision) {
    boolean requests =
        decision.kind() == EventKind.JOIN
            || decision.kind() == EventKind.JOIN_ELSEWHERE
            || decision.kind() == EventKind.RECONNECT;
    return requests && decision.row().outcome() != Outcome.REFUSED;
  }
}
