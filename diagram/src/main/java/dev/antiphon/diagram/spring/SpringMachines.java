package dev.antiphon.diagram.spring;

import dev.antiphon.diagram.StateDiagram;
import java.util.Optional;
import org.springframework.statemachine.StateMachine;
import org.springframework.statemachine.config.StateMachineFactory;

/**
 * Reads Spring state machines as diagrams. Supported are nested and orthogonal regions,
 * submachines, choices, junctions, forks, joins, histories, entry and exit points, timers, internal
 * and local transitions, guards, and actions of transitions and states.
 *
 * <p>The name of a guard or an action is the name of its bean. Without a bean, the name is the SpEL
 * expression, or else the name of the class. A lambda without a bean has no name: a guard is then
 * shown as {@code […]}, and an action is not shown. States that are enum constants are sorted in
 * the order of the enum, other states by name. Therefore a configuration always gives the same
 * diagram.
 */
public final class SpringMachines {
  private SpringMachines() {}

  /** Reads a machine. The title of the diagram is the machine's id. The machine can be running. */
  public static <S, E> StateDiagram read(StateMachine<S, E> machine) {
    return new MachineReader<>(machine).read();
  }

  /**
   * Creates a machine with the factory and reads it. If the machine is configured to start
   * automatically, Spring starts it, and this method stops it again.
   */
  public static <S, E> StateDiagram read(StateMachineFactory<S, E> factory) {
    StateMachine<S, E> machine = factory.getStateMachine();
    try {
      return read(machine);
    } finally {
      machine.stopReactively().block();
    }
  }

  /** Reads a machine or a factory; empty if the object is neither. */
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
