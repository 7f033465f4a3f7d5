package dev.antiphon.internal.flow;

import dev.antiphon.flow.FlowTimer;

/**
 * A number that proves termination. It measures how many steps the voice server, the network and
 * the timers can still cause without Discord or the application. No such step raises it, except the
 * firing of {@link FlowTimer#STABLE}. Each such step that changes the state, dials, opens a path or
 * sends an op 4 lowers it.
 *
 * <p>Its parts, from the most significant: the remaining rejoins, the remaining resumes, the
 * remaining steps to Established (more if Identify can be repeated), and the remaining requests.
 */
final class Rank {
  static final String NAME = "(rejoins left, resumes left, steps to Established, requests left)";

  private static final int END = 0;
  private static final int WAY = 64;
  private static final int REQUESTS = 16;
  private static final int RESUMES = 16;

  /** Only the main gateway, or a timeout that spends a rejoin, leads out of this state. */
  private static final int WAITING = 0;

  private static final int STANDING = 1;
  private static final int RESUMING = 2;
  private static final int SELECTING = 3;
  private static final int DISCOVERING = 4;
  private static final int READY = 5;
  private static final int IDENTIFYING = 6;

  private final FlowLimits limits;

  Rank(FlowLimits limits) {
    this.limits = limits;
  }

  int of(Snapshot now) {
    FlowMemory memory = now.memory();
    if (now.state().isTerminal()) {
      return END;
    }
    int rank = rejoinsLeft(memory);
    rank = rank * RESUMES + resumesLeft(memory);
    rank = rank * WAY + way(now);
    return 1 + rank * REQUESTS + requestsLeft(now);
  }

  private static int rejoinsLeft(FlowMemory memory) {
    return Math.max(0, memory.budgets().rejoins() - memory.retries().rejoins());
  }

  private static int resumesLeft(FlowMemory memory) {
    return memory.retries().windowOver()
        ? 0
        : Math.max(0, memory.budgets().resumes() - memory.retries().resumes());
  }

  private int way(Snapshot now) {
    FlowMemory memory = now.memory();
    int identifiesLeft = limits.retries().identifies() - memory.retries().identifies();
    int longest = IDENTIFYING + 2 * limits.retries().identifies() + 1;
    if (now.at() instanceof FlowState.BackingOff wait) {
      return switch (wait.plan()) {
        case REJOIN -> longest + 1;
        case IDENTIFY -> IDENTIFYING + 2 * identifiesLeft + 1;
        case RESUME -> STANDING;
      };
    }
    return switch (now.state()) {
      case AWAITING_SERVER_UPDATE -> memory.credentials().known() ? longest : WAITING;
      case IDENTIFYING -> IDENTIFYING + 2 * identifiesLeft;
      case READY -> READY;
      case DISCOVERING -> DISCOVERING;
      case SELECTING -> SELECTING;
      case RESUMING -> RESUMING;
      case ESTABLISHED -> STANDING;
      case IDLE, BACKOFF, DISCONNECTED, FAILED -> WAITING;
    };
  }

  private int requestsLeft(Snapshot now) {
    FlowMemory memory = now.memory();
    boolean requestsLater =
        now.at() instanceof FlowState.Leaving
            || now.at() instanceof FlowState.Severed && memory.intent().requestUnanswered();
    int left = requestsLater ? limits.serverRequests() + 1 : 0;
    left += Math.max(0, limits.serverRequests() - memory.intent().requests());
    left += memory.timers().isArmed(FlowTimer.PACE) ? 1 : 0;
    return left + (memory.timers().isArmed(FlowTimer.MOVE) ? 1 : 0);
  }
}
