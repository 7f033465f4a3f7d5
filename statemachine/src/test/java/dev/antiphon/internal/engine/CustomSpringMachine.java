package dev.antiphon.internal.engine;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.spi.FlowTransition;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.springframework.statemachine.StateContext;
import org.springframework.statemachine.StateMachine;
import org.springframework.statemachine.config.ObjectStateMachineFactory;
import org.springframework.statemachine.config.model.ConfigurationData;
import org.springframework.statemachine.config.model.DefaultStateMachineModel;
import org.springframework.statemachine.config.model.StateData;
import org.springframework.statemachine.config.model.StatesData;
import org.springframework.statemachine.config.model.TransitionData;
import org.springframework.statemachine.config.model.TransitionsData;
import org.springframework.statemachine.transition.TransitionKind;
import reactor.core.publisher.Mono;

/** Builds Spring machines with the states of the table and modified transitions. */
final class CustomSpringMachine {
  private CustomSpringMachine() {}

  /** A machine in which this function replaces each transition. */
  static StateMachine<VoiceState, EventKind> of(
      Function<FlowTransition, TransitionData<VoiceState, EventKind>> transition) {
    return of(FlowTransitions.all().stream().map(transition).toList());
  }

  /** A machine with these transitions. */
  static StateMachine<VoiceState, EventKind> of(
      List<TransitionData<VoiceState, EventKind>> transitions) {
    List<StateData<VoiceState, EventKind>> states =
        Arrays.stream(VoiceState.values())
            .map(state -> new StateData<VoiceState, EventKind>(state, state == VoiceState.IDLE))
            .toList();
    return new ObjectStateMachineFactory<>(
            new DefaultStateMachineModel<>(
                new ConfigurationData<>(),
                new StatesData<>(states),
                new TransitionsData<>(transitions)))
        .getStateMachine();
  }

  /** The transition with another target, guard and action. */
  static TransitionData<VoiceState, EventKind> transition(
      FlowTransition transition,
      VoiceState to,
      Function<StateContext<VoiceState, EventKind>, Mono<Boolean>> guard,
      Function<StateContext<VoiceState, EventKind>, Mono<Void>> action) {
    return new TransitionData<>(
        transition.from(),
        to,
        transition.event(),
        List.of(action),
        guard,
        TransitionKind.EXTERNAL,
        transition.row());
  }
}
