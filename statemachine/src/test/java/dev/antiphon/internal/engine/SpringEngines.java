package dev.antiphon.internal.engine;

import dev.antiphon.spi.FlowEngine;
import java.util.function.Supplier;

/** Engines on Spring Statemachine, for the tests of what runs on them. */
public final class SpringEngines {
  private SpringEngines() {}

  /** Makes engines of the table; Spring's model of it is built once. */
  public static Supplier<FlowEngine> prepared() {
    return new SpringFlowEngineProvider().prepare(FlowTransitions.all());
  }
}
