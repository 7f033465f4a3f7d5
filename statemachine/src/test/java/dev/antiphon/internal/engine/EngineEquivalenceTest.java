package dev.antiphon.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowSimulation;
import dev.antiphon.internal.flow.RandomInput;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.Stage;
import dev.antiphon.internal.flow.VoiceEvent;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.spi.FlowEngine;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Tests that the Spring engine and the pure core make the same decisions for every event. */
@Tag("P23")
class EngineEquivalenceTest {
  private static final VoiceFlow FLOW = new VoiceFlow(FlowLimits.ofDefaults());
  private static Supplier<FlowEngine> engines;

  @BeforeContainer
  static void makeEngines() {
    engines = SpringEngines.prepared();
  }

  @Property(tries = 300)
  void engineAndCoreDecideEquallyOnAnyInputs(@ForAll("inputs") List<RandomInput> inputs) {
    FlowEngine engine = engines.get();
    FlowMachine machine = new FlowMachine(FLOW, engine, FlowSimulation.SEED);
    Snapshot now = FLOW.initial(FlowSimulation.SEED);
    for (RandomInput input : inputs) {
      VoiceEvent event = input.event(now);
      FlowDecision decision = FLOW.decide(now, event);
      assertThat(machine.handle(event)).isEqualTo(decision);
      now = decision.after();
      assertThat(engine.state()).isEqualTo(now.state());
      assertThat(machine.snapshot()).isEqualTo(now);
    }
  }

  @Example
  void engineAndCoreDecideEquallyUpToEveryStage() {
    for (Stage stage : Stage.values()) {
      FlowEngine engine = engines.get();
      FlowMachine machine = new FlowMachine(FLOW, engine, FlowSimulation.SEED);
      for (FlowDecision decision : stage.reach().decisions()) {
        assertThat(machine.handle(decision.event())).isEqualTo(decision);
      }
      assertThat(engine.state()).isEqualTo(stage.state());
    }
  }

  @Provide
  Arbitrary<List<RandomInput>> inputs() {
    return RandomInput.lists(40);
  }
}
