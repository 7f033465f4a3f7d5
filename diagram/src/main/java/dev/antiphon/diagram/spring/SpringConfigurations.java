package dev.antiphon.diagram.spring;

import dev.antiphon.diagram.StateDiagram;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.statemachine.StateMachine;
import org.springframework.statemachine.config.EnableStateMachine;
import org.springframework.statemachine.config.EnableStateMachineFactory;
import org.springframework.statemachine.config.StateMachineFactory;

/**
 * Spring configurations with a state machine as a bean. {@link #read} creates all beans of the
 * configuration, reads the machine and closes the beans. It starts no bean. The exception is a
 * machine that is configured to start automatically: Spring Statemachine starts it.
 */
public final class SpringConfigurations {
  private SpringConfigurations() {}

  /** Whether the class is a Spring configuration. */
  public static boolean is(Class<?> type) {
    return Stream.of(EnableStateMachine.class, EnableStateMachineFactory.class, Configuration.class)
        .anyMatch(annotation -> AnnotatedElementUtils.hasAnnotation(type, annotation));
  }

  /**
   * Reads the only machine of a configuration, or the machine of its only factory.
   *
   * @throws IllegalArgumentException if there is no machine, or more than one
   * @throws org.springframework.beans.BeansException if the beans cannot be created
   */
  public static StateDiagram read(Class<?> configuration) {
    try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
      context.setClassLoader(configuration.getClassLoader());
      context.registerBean(
          AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME,
          LifecycleProcessor.class,
          NothingStarts::new);
      context.register(configuration);
      context.refresh();
      return SpringMachines.readAny(context.getBean(only(context, configuration))).orElseThrow();
    }
  }

  private static String only(AnnotationConfigApplicationContext context, Class<?> configuration) {
    List<String> names = new ArrayList<>();
    for (Class<?> type : List.of(StateMachine.class, StateMachineFactory.class)) {
      names.addAll(List.of(context.getBeanNamesForType(type)));
    }
    if (names.size() != 1) {
      throw new IllegalArgumentException(
          configuration.getName()
              + (names.isEmpty() ? " has no state machine" : " has several machines: " + names));
    }
    return names.get(0);
  }

  /** A lifecycle processor that does not start beans. */
  private static final class NothingStarts implements LifecycleProcessor {
    @Override
    public void onRefresh() {}

    @Override
    public void onClose() {}

    @Override
    public void start() {}

    @Override
    public void stop() {}

    @Override
    public boolean isRunning() {
      return false;
    }
  }
}
