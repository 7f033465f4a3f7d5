package dev.antiphon.spi;

import java.util.List;
import java.util.function.Supplier;

/** Makes the engines of one {@code Voice}. */
@FunctionalInterface
public interface FlowEngineProvider {

  /**
   * Prepares what all engines share. Called once, while the {@code Voice} is built, on the thread
   * that builds it; may take its time. What it throws fails the building.
   *
   * <p>The first engine is a trial: it is walked through a join and an end while the {@code Voice}
   * is built, so that an engine that does not follow the table is found out at once, and so that
   * the event loops need not warm it up.
   *
   * @param table all transitions there are, in the order of the table; immutable
   * @return makes the engine of a new connection, in Idle; called by several threads at once
   */
  Supplier<FlowEngine> prepare(List<FlowTransition> table);
}
