package dev.antiphon.internal.flow;

/** The flow with a slip in its table on purpose, which is named as the {@link Mutator} names it. */
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

  /** The rules that have it. */
  Rules rules() {
    return rules;
  }

  /** Runs that on this thread as if the pure core had it. */
  public void inTheCore(Runnable run) {
    RulesUnderTest.runWith(rules, run);
  }
}
