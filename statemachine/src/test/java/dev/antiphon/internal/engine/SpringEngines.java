package dev.antiphon.internal.engine;

import dev.antiphon.spi.FlowEngine;
import java.util.function.Supplier;

/** Engines with Spring Statemachine for tests. */
public final class SpringEngines {
  private SpringEngines() {}

  /** Creates engines. Spring's model of the table is built once. */
  public static Supplier<FlowEngine> prepared() {
    return new SpringFlowEngineProvider().prepare(FlowTransitions.all());
  }
}
