package dev.antiphon.diagram.load;

import dev.antiphon.diagram.StateDiagram;
import java.util.function.Supplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.statemachine.StateMachine;
import org.springframework.statemachine.action.Action;
import org.springframework.statemachine.config.EnableStateMachine;
import org.springframework.statemachine.config.EnableStateMachineFactory;
import org.springframework.statemachine.config.StateMachineBuilder;
import org.springframework.statemachine.config.StateMachineConfigurerAdapter;
import org.springframework.statemachine.config.StateMachineFactory;
import org.springframework.statemachine.config.builders.StateMachineConfigurationConfigurer;
import org.springframework.statemachine.config.builders.StateMachineStateConfigurer;
import org.springframework.statemachine.config.builders.StateMachineTransitionConfigurer;

/** Sources of diagrams: methods, suppliers and configurations, valid and invalid. */
@SuppressWarnings("unused")
class Fixtures {
  private Fixtures() {}

  private static StateDiagram drawn() {
    return StateDiagram.builder("drawn").state("a").build();
  }

  static StateMachine<String, String> machine() throws Exception {
    return builder("machine").build();
  }

  static StateMachineFactory<String, String> factory() throws Exception {
    return builder("factory").createFactory();
  }

  static StateDiagram loader() {
    return StateDiagram.builder(
            Thread.currentThread().getContextClassLoader().getClass().getSimpleName())
        .build();
  }

  static String text() {
    return "a text";
  }

  static StateDiagram nothing() {
    return null;
  }

  static StateDiagram failing() {
    throw new IllegalStateException("no machine today");
  }

  static StateDiagram of(String name) {
    return StateDiagram.builder(name).build();
  }

  StateDiagram ofAnObject() {
    return drawn();
  }

  static class Inherited extends Fixtures {}

  static class Made implements Supplier<StateDiagram> {
    @Override
    public StateDiagram get() {
      return drawn();
    }
  }

  static class FailingSupplier implements Supplier<StateDiagram> {
    @Override
    public StateDiagram get() {
      throw new IllegalStateException("nothing made");
    }
  }

  record NeedsMore(String name) implements Supplier<StateDiagram> {
    @Override
    public StateDiagram get() {
      return of(name);
    }
  }

  static class Broken {
    static final StateDiagram DIAGRAM = failing();

    static StateDiagram diagram() {
      return DIAGRAM;
    }
  }

  @Configuration
  @EnableStateMachine
  static class OneMachine extends StateMachineConfigurerAdapter<String, String> {
    @Override
    public void configure(StateMachineConfigurationConfigurer<String, String> config)
        throws Exception {
      config.withConfiguration().machineId("one").autoStartup(true);
    }

    @Override
    public void configure(StateMachineStateConfigurer<String, String> states) throws Exception {
      states.withStates().initial("off").state("off", greet(), null).state("on");
    }

    @Override
    public void configure(StateMachineTransitionConfigurer<String, String> transitions)
        throws Exception {
      transitions.withExternal().source("off").target("on").event("press");
    }

    @Bean
    Action<String, String> greet() {
      return context -> {};
    }
  }

  @Configuration
  @EnableStateMachineFactory
  static class OneFactory extends StateMachineConfigurerAdapter<String, String> {
    @Override
    public void configure(StateMachineStateConfigurer<String, String> states) throws Exception {
      states.withStates().initial("off").state("on");
    }

    @Override
    public void configure(StateMachineTransitionConfigurer<String, String> transitions)
        throws Exception {
      transitions.withExternal().source("off").target("on").event("press");
    }
  }

  @Configuration
  static class TwoMachines {
    @Bean
    StateMachine<String, String> first() throws Exception {
      return machine();
    }

    @Bean
    StateMachine<String, String> second() throws Exception {
      return machine();
    }
  }

  @Configuration
  static class NoMachine {}

  @Configuration
  static class BrokenConfiguration {
    @Bean
    StateMachine<String, String> machine() {
      throw new IllegalStateException("no database");
    }
  }

  private static StateMachineBuilder.Builder<String, String> builder(String id) throws Exception {
    StateMachineBuilder.Builder<String, String> builder = StateMachineBuilder.builder();
    builder.configureConfiguration().withConfiguration().machineId(id);
    builder.configureStates().withStates().initial("off").state("on");
    builder.configureTransitions().withExternal().source("off").target("on").event("press");
    return builder;
  }
}
