package dev.antiphon.internal.audit;

import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowState;
import dev.antiphon.internal.flow.Retries;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Figures of a step that its record shows and that a replay compares. */
public final class StepFigures {
  private StepFigures() {}

  /** How often it was tried again since the connection last stood. */
  public static int attempt(FlowDecision decision) {
    Retries retries = decision.memory().retries();
    return retries.resumes() + retries.rejoins() + retries.identifies();
  }

  /** How long the state entered waits before the next attempt, if it does. */
  public static Optional<Duration> delay(FlowDecision decision) {
    return decision.after().at() instanceof FlowState.BackingOff backingOff
        ? Optional.of(backingOff.delay())
        : Optional.empty();
  }

  /** What was done, in order. */
  public static List<String> effects(FlowDecision decision) {
    return decision.effects().stream().map(EffectText::of).toList();
  }
}
