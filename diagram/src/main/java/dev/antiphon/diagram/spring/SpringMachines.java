package dev.antiphon.diagram.spring;

import dev.antiphon.diagram.StateDiagram;
import java.util.Optional;
import org.springframework.statemachine.StateMachine;
import org.springframework.statemachine.config.StateMachineFactory;

/**
 * Spring's state machines as diagrams: nested and orthogonal regions, submachines, choices,
 * junctions, forks, joins, histories, entry and exit points, timers, internal and local
 * transitions, and what guards, actions and states do.
 *
 * <p>A guard or an action is shown by the name of its bean, else by its SpEL expression, else by
 * the name of its class; a lambda that is no bean has no name: a guard is shown as {@code […]}
 * then, an action not at all. States come in the order of their enum, else in that of their names,
 * so that one configuration is always one diagram.
 */
public final class SpringMachines {
  private SpringMachines() {}

  /** The machine as a diagram, by the title of its id. It may be running. */
  public static <S, E> StateDiagram read(StateMachine<S, E> machine) {
    return new MachineReader<>(machine).read();
  }

  /**
   * What the factory makes, as a diagram: one machine is made. Spring itself starts one that is
   * configured to start at once; it is stopped again.
   */
  public static <S, E> StateDiagram read(StateMachineFactory<S, E> factory) {
    StateMachine<S, E> machine = factory.getStateMachine();
    try {
      return read(machine);
    } finally {
      machine.stopReactively().block();
    }
  }

  /** What is read above, of an object that may be something else: of that there is no diagram. */
  public static Optional<StateDiagram> readAny(Object machineOrFactory) {
    if (machineOrFactory instanceof StateMachine<?, ?> machine) {
      return Optional.of(read(machine));
    }
    if (machineOrFactory instanceof StateMachineFactory<?, ?> factory) {
      return Optional.of(read(factory));
    }
    return Optional.empty();
  }
}
