package dev.antiphon.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.Command;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowSimulation;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.internal.flow.Stage;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.spi.FlowEngine;
import dev.antiphon.spi.FlowTransition;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests custom engines, and the checks that each engine follows the transition table. */
class FlowMachinesTest {
  private static final VoiceFlow FLOW = new VoiceFlow(FlowLimits.ofDefaults());

  private final List<FlowTransition> taken = new ArrayList<>();

  /** An engine that follows the table, unless a test changes its state. */
  private class PlainEngine implements FlowEngine {
    private VoiceState state = VoiceState.IDLE;

    @Override
    public VoiceState state() {
      return state;
    }

    @Override
    public void take(FlowTransition transition) {
      taken.add(transition);
      state = transition.to();
    }
  }

  @Test
  void providerIsPreparedOnceAndCreatesOneEnginePerFlow() {
    List<List<FlowTransition>> tables = new ArrayList<>();
    List<FlowEngine> made = new ArrayList<>();
    FlowMachines machines =
        new FlowMachines(
            FLOW,
            table -> {
              tables.add(table);
              return () -> {
                made.add(new PlainEngine());
                return made.get(made.size() - 1);
              };
            });
    assertThat(tables).containsExactly(FlowTransitions.all());
    assertThat(made).as("the engine of the check").hasSize(1);
    machines.create(1).handle(new Command.Join(7));
    machines.create(2);
    assertThat(made)
        .extracting(FlowEngine::state)
        .containsExactly(
            VoiceState.DISCONNECTED, VoiceState.AWAITING_SERVER_UPDATE, VoiceState.IDLE);
  }

  @Test
  void engineReceivesOnlyRowsThatChangeTheState() {
    FlowMachine machine = new FlowMachine(FLOW, new PlainEngine(), FlowSimulation.SEED);
    List<FlowDecision> expected = Stage.ESTABLISHED.reach().disconnect().decisions();
    expected.forEach(decision -> machine.handle(decision.event()));
    assertThat(taken)
        .extracting(FlowTransition::row)
        .containsExactlyElementsOf(
            expected.stream()
                .map(FlowDecision::row)
                .filter(row -> row.changesState())
                .map(row -> row.id())
                .toList());
    assertThat(expected).as("all rows").hasSizeGreaterThan(taken.size());
  }

  @Test
  void engineThatDoesNotExecuteATransitionIsRefused() {
    assertThatThrownBy(
            () ->
                new FlowMachines(
                    FLOW,
                    table ->
                        () ->
                            new PlainEngine() {
                              @Override
                              public void take(FlowTransition transition) {}
                            }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("row A1.IDLE.1 was not taken: the engine is in Idle");
  }

  @Test
  void exceptionOfAnEngineIsTheCauseOfTheEngineException() {
    IllegalStateException reason = new IllegalStateException("on purpose");
    FlowEngine throwing =
        new PlainEngine() {
          @Override
          public void take(FlowTransition transition) {
            throw reason;
          }
        };
    FlowMachine machine = new FlowMachine(FLOW, throwing, FlowSimulation.SEED);
    assertThatThrownBy(() -> machine.handle(new Command.Join(7)))
        .isInstanceOf(EngineException.class)
        .hasCause(reason);
  }

  @Test
  void engineThatChangedItsStateWithoutAnEventIsRefused() {
    PlainEngine wandering = new PlainEngine();
    FlowMachine machine = new FlowMachine(FLOW, wandering, FlowSimulation.SEED);
    machine.handle(new Command.Join(7));
    Snapshot before = machine.snapshot();
    wandering.state = VoiceState.ESTABLISHED;
    assertThatThrownBy(() -> machine.handle(new Command.Disconnect()))
        .isInstanceOf(EngineException.class)
        .hasMessageEndingWith("the engine is in Established");
    assertThat(taken).extracting(FlowTransition::row).containsExactly("A1.IDLE.1");
    assertThat(machine.snapshot()).isEqualTo(before);
  }

  @Test
  void connectionWithAFailedEngineCanBeEndedWithoutTheEngine() {
    PlainEngine engine = new PlainEngine();
    FlowMachine machine = new FlowMachine(FLOW, engine, FlowSimulation.SEED);
    machine.handle(new Command.Join(7));
    FlowDecision end = machine.handleWithoutEngine(new Command.Disconnect());
    assertThat(machine.snapshot()).isEqualTo(end.after());
    assertThat(machine.snapshot().at().substate()).isEqualTo(DisconnectReason.REQUESTED);
    assertThat(engine.state()).isEqualTo(VoiceState.AWAITING_SERVER_UPDATE);
    machine.handle(new Command.Disconnect());
    assertThat(taken).as("transitions after the end").hasSize(1);
  }
}
