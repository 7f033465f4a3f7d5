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
 * The real engine behind its real mailbox, in virtual time, under events of every kind, valid or
 * not, that come twice, late, in bursts, or in another order: after every step it is where the pure
 * core is, and the properties hold. {@link UnwiredConnection} checks them.
 */
@Tag("P3")
@Tag("P13")
@Tag("P14")
@Tag("P16")
@Tag("P17")
@Tag("P18")
@Tag("P23")
class AnyHistoryTest {
  private static final int TRIES = 1_000;
  private static Supplier<FlowEngine> engines;
  private static final Tally TALLY = new Tally();

  /** The numbers that a connection lives under. */
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

  /** So many histories reach every state; fewer have failed before. */
  @AfterContainer
  static void tell() {
    if (TALLY.sequences() >= TRIES) {
      for (VoiceState state : VoiceState.values()) {
        assertThat(TALLY.reached(state)).as("%s, reached by %s", state, TALLY).isPositive();
      }
    }
    System.out.println("Histories on the engine: " + TALLY);
    Figures.write("histories", TALLY.figures());
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void theEngineIsWhereTheCoreIsWhateverComes(
      @ForAll Rules rules, @ForAll("hundred") List<Happening> happenings) {
    live(rules, happenings);
  }

  @Property(tries = 10_000, edgeCases = EdgeCasesMode.NONE)
  @Tag("proof")
  void theEngineIsWhereTheCoreIsWhateverComesForLong(
      @ForAll Rules rules, @ForAll("twoHundred") List<Happening> happenings) {
    live(rules, happenings);
  }

  @Provide
  Arbitrary<List<Happening>> hundred() {
    return Happening.lists(100);
  }

  @Provide
  Arbitrary<List<Happening>> twoHundred() {
    return Happening.lists(200);
  }

  private static void live(Rules rules, List<Happening> happenings) {
    try (Lives lives = new Lives(rules.limits, engines, TALLY)) {
      happenings.forEach(lives::happen);
      lives.finish();
    }
  }
}
