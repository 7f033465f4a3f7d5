package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.engine.SpringEngines;
import dev.antiphon.internal.flow.Figures;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.spi.FlowEngine;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Runs random histories with the real engine and mailbox in virtual time. The events are valid or
 * invalid. They arrive twice, late, in bursts or in another order. After every step, the engine
 * must have the same state as the pure core. {@link SimulatedConnection} checks this and the
 * invariants.
 */
@Tag("P3")
@Tag("P13")
@Tag("P14")
@Tag("P16")
@Tag("P17")
@Tag("P18")
@Tag("P23")
class RandomHistoryTest {
  private static final int TRIES = 1_000;
  private static Supplier<FlowEngine> engines;
  private static final Tally TALLY = new Tally();

  /** The limits of the connections. */
  enum Rules {
    DEFAULTS(FlowLimits.ofDefaults()),
    WITH_A_POLICY(FlowLimits.ofDefaults().withPolicy()),
    WITH_SMALL_BUDGETS(
        FlowLimits.ofDefaults()
            .with(
                RetryLimits.builder().resumes(1).rejoins(1).identifies(0).pathFailures(1).build()));

    private final FlowLimits limits;

    Rules(FlowLimits limits) {
      this.limits = limits;
    }
  }

  @BeforeContainer
  static void makeEngines() {
    engines = SpringEngines.prepared();
  }

  /** Checks that the histories reached every state, unless a failure ended the test early. */
  @AfterContainer
  static void checkCoverage() {
    if (TALLY.sequences() >= TRIES) {
      for (VoiceState state : VoiceState.values()) {
        assertThat(TALLY.reached(state))
            .as("connections that reached %s (%s)", state, TALLY)
            .isPositive();
      }
    }
    System.out.println("Histories on the engine: " + TALLY);
    Figures.write("histories", TALLY.figures());
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void engineAndCoreDecideEquallyInAnyHistory(
      @ForAll Rules rules, @ForAll("hundred") List<TimedInput> inputs) {
    run(rules, inputs);
  }

  @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
  @Tag("proof")
  void engineAndCoreDecideEquallyInAnyLongHistory(
      @ForAll Rules rules, @ForAll("twoHundred") List<TimedInput> inputs) {
    run(rules, inputs);
  }

  @Provide
  Arbitrary<List<TimedInput>> hundred() {
    return TimedInput.lists(100);
  }

  @Provide
  Arbitrary<List<TimedInput>> twoHundred() {
    return TimedInput.lists(200);
  }

  private static void run(Rules rules, List<TimedInput> inputs) {
    try (ConnectionSequence connections = new ConnectionSequence(rules.limits, engines, TALLY)) {
      inputs.forEach(connections::add);
      connections.finish();
    }
  }
}
