package dev.antiphon.spi;

import java.util.List;
import java.util.function.Supplier;

/** Creates the engines of one {@code Voice}. */
@FunctionalInterface
public interface FlowEngineProvider {

  /**
   * Prepares everything that the engines share. Called once, on the thread that builds the {@code
   * Voice}; it can take time. An exception fails the build.
   *
   * <p>The first engine is a test: it takes the transitions of a join and an end while the {@code
   * Voice} is built. So an engine that does not follow the table is found at once, and the event
   * loops do not have to warm it up.
   *
   * @param table all transitions, in the order of the table; immutable
   * @return creates the engine of a new connection, in Idle; several threads can call it at once
   */
  Supplier<FlowEngine> prepare(List<FlowTransition> table);
}
