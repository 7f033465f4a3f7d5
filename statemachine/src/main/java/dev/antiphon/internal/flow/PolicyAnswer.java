package dev.antiphon.internal.flow;

import dev.antiphon.flow.Budgets;
import dev.antiphon.flow.EventKind;
import java.time.Duration;
import java.util.Objects;

/**
 * An answer of the application's policy. The flow asks with an effect and does not wait. An answer
 * is an input like any other; a late answer changes nothing.
 */
public sealed interface PolicyAnswer extends VoiceEvent {

  /** The number of attempts for this connection. */
  record GrantBudgets(Budgets budgets) implements PolicyAnswer {
    /** Checks that the budgets are not null. */
    public GrantBudgets {
      Objects.requireNonNull(budgets, "budgets");
    }

    @Override
    public EventKind kind(FlowMemory memory) {
      return EventKind.POLICY_BUDGETS;
    }
  }

  /**
   * The time to wait after a close with 4014 or 4022.
   *
   * @param question the number of the question
   * @param window the time, from now on
   */
  record GrantWindow(int question, Duration window) implements PolicyAnswer {
    /** Checks that the window is not null. */
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
   * Forbids the rejoin of the question.
   *
   * @param question the number of the question
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
