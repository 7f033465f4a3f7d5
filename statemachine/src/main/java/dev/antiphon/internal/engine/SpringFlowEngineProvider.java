package dev.antiphon.internal.engine;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.spi.FlowEngine;
import dev.antiphon.spi.FlowEngineProvider;
import dev.antiphon.spi.FlowTransition;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.statemachine.config.ObjectStateMachineFactory;
import org.springframework.statemachine.config.StateMachineFactory;
import org.springframework.statemachine.config.model.ConfigurationData;
import org.springframework.statemachine.config.model.DefaultStateMachineModel;
import org.springframework.statemachine.config.model.StateData;
import org.springframework.statemachine.config.model.StatesData;
import org.springframework.statemachine.config.model.TransitionData;
import org.springframework.statemachine.config.model.TransitionsData;
import org.springframework.statemachine.transition.TransitionKind;

/**
 * Creates engines that run on Spring Statemachine, all from one model of the table.
 *
 * <p>When several guards are true, Spring chooses one of their transitions arbitrarily. So each
 * Spring guard only checks whether its transition is the one that the table has chosen.
 */
public final class SpringFlowEngineProvider implements FlowEngineProvider {

  @Override
  public Supplier<FlowEngine> prepare(List<FlowTransition> table) {
    StateMachineFactory<VoiceState, EventKind> machines =
        new ObjectStateMachineFactory<>(model(table));
    return () -> new SpringFlowEngine(machines.getStateMachine());
  }

  private static DefaultStateMachineModel<VoiceState, EventKind> model(List<FlowTransition> table) {
    List<StateData<VoiceState, EventKind>> states =
        Arrays.stream(VoiceState.values())
            .map(state -> new StateData<VoiceState, EventKind>(state, state == VoiceState.IDLE))
            .toList();
    List<TransitionData<VoiceState, EventKind>> transitions =
        table.stream().map(SpringFlowEngineProvider::transition).toList();
    return new DefaultStateMachineModel<>(
        new ConfigurationData<>(), new StatesData<>(states), new TransitionsData<>(transitions));
  }

  private static TransitionData<VoiceState, EventKind> transition(FlowTransition transition) {
    return new TransitionData<>(
        transition.from(),
        transition.to(),
        transition.event(),
        List.of(TransitionMessage.noteTaken()),
        TransitionMessage.isFor(transition),
        TransitionKind.EXTERNAL,
        transition.row());
  }
}
