package dev.antiphon.internal.audit;

import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowState;
import dev.antiphon.internal.flow.Retries;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Computes the values of a step that its record contains and that a replay compares. */
public final class StepFigures {
  private StepFigures() {}

  /** The number of retries since the connection was last established. */
  public static int attempt(FlowDecision decision) {
    Retries retries = decision.memory().retries();
    return retries.resumes() + retries.rejoins() + retries.identifies();
  }

  /** The wait before the next attempt; empty if the new state does not wait. */
  public static Optional<Duration> delay(FlowDecision decision) {
    return decision.after().at() instanceof FlowState.BackingOff backingOff
        ? Optional.of(backingOff.delay())
        : Optional.empty();
  }

  /** The effects as text, in order. */
  public static List<String> effects(FlowDecision decision) {
    return decision.effects().stream().map(EffectText::of).toList();
  }
}
