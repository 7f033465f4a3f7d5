package dev.antiphon.diagram.spring;

import org.springframework.statemachine.StateMachine;
import org.springframework.statemachine.config.StateMachineBuilder;
import org.springframework.statemachine.config.configurers.StateConfigurer.History;

/**
 * A machine like Spring's sample for histories: after a power failure it continues in its last
 * state.
 */
enum Washer {
  RUNNING,
  WASHING,
  RINSING,
  DRYING,
  HISTORY,
  POWEROFF,
  END;

  static StateMachine<Washer, String> machine() throws Exception {
    StateMachineBuilder.Builder<Washer, String> builder = StateMachineBuilder.builder();
    builder.configureConfiguration().withConfiguration().machineId("washer");
    builder
        .configureStates()
        .withStates()
        .initial(RUNNING)
        .state(POWEROFF)
        .end(END)
        .and()
        .withStates()
        .parent(RUNNING)
        .initial(WASHING)
        .state(RINSING)
        .state(DRYING)
        .history(HISTORY, History.SHALLOW);
    builder
        .configureTransitions()
        .withExternal()
        .source(WASHING)
        .target(RINSING)
        .event("RINSE")
        .and()
        .withExternal()
        .source(RINSING)
        .target(DRYING)
        .event("DRY")
        .and()
        .withExternal()
        .source(RUNNING)
        .target(POWEROFF)
        .event("CUTPOWER")
        .and()
        .withExternal()
        .source(POWEROFF)
        .target(HISTORY)
        .event("RESTOREPOWER")
        .and()
        .withHistory()
        .source(HISTORY)
        .target(WASHING)
        .and()
        .withExternal()
        .source(RUNNING)
        .target(END)
        .event("STOP");
    return builder.build();
  }
}
