package dev.antiphon.diagram.maven;

import dev.antiphon.diagram.StateDiagram;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.statemachine.StateMachine;
import org.springframework.statemachine.config.StateMachineBuilder;

/** The machines of a test project. */
final class Machines {
  private Machines() {}

  /** A light. */
  enum Light {
    OFF,
    ON
  }

  static StateMachine<Light, String> light() throws Exception {
    return light(EnumSet.allOf(Light.class));
  }

  private static StateMachine<Light, String> light(Set<Light> states) throws Exception {
    StateMachineBuilder.Builder<Light, String> builder = StateMachineBuilder.builder();
    builder.configureConfiguration().withConfiguration().machineId("light");
    builder.configureStates().withStates().initial(Light.OFF).states(states);
    builder.configureTransitions().withExternal().source(Light.OFF).target(Light.ON).event("press");
    return builder.build();
  }

  static StateDiagram door() {
    return StateDiagram.builder("door").state("open").build();
  }

  static StateDiagram loader() {
    return StateDiagram.builder(Machines.class.getClassLoader().getName()).build();
  }
}
