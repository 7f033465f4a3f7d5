package dev.antiphon.internal.flow;

import dev.antiphon.flow.Budgets;
import dev.antiphon.flow.EventKind;
import java.time.Duration;
import java.util.Objects;

/**
 * What the application's policy answered. The flow asks with an effect and goes on as if nobody
 * would answer; an answer is an input like any other, and one that comes too late changes nothing.
 */
public sealed interface PolicyAnswer extends VoiceEvent {

  /** How often this connection may be tried again. */
  record GrantBudgets(Budgets budgets) implements PolicyAnswer {
    /** Checks that there is an answer. */
    public GrantBudgets {
      Objects.requireNonNull(budgets, "budgets");
    }

    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.POLICY_BUDGETS;
    }
  }

  /**
   * How long to wait, after a close with 4014 or 4022, for a sign that we were not removed.
   *
   * @param question the number of the question that it answers
   * @param window from now on
   */
  record GrantWindow(int question, Duration window) implements PolicyAnswer {
    /** Checks that there is an answer. */
    public GrantWindow {
      Objects.requireNonNull(window, "window");
    }

    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.POLICY_WINDOW;
    }

    @Override
    public boolean isCurrent(FlowMemory memory) {
      return question == memory.retries().questions();
    }
  }

  /**
   * The rejoin that was announced must not be.
   *
   * @param question the number of the question that it answers
   */
  record ForbidRejoin(int question) implements PolicyAnswer {
    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.POLICY_NO_REJOIN;
    }

    @Override
    public boolean isCurrent(FlowMemory memory) {
      return question == memory.retries().questions();
    }
  }
}
