package dev.antiphon.internal.flow;

/**
 * The flow with a planted defect in its table. The {@link Mutator} defines the names of defects.
 */
public final class PlantedDefect {
  private final Rules rules;

  public PlantedDefect(String mutant) {
    rules =
        new Mutator(new FlowRecording())
            .mutants().stream()
                .filter(made -> made.id().equals(mutant))
                .findFirst()
                .orElseThrow()
                .rules()
                .get();
  }

  /** The rules with the defect. */
  Rules rules() {
    return rules;
  }

  /** Runs {@code run} on this thread with the defect in the pure core. */
  public void inTheCore(Runnable run) {
    RulesUnderTest.runWith(rules, run);
  }
}
