package dev.antiphon.spi;

import java.util.List;
import java.util.function.Supplier;

/** Creates the engines of one {@code Voice}. */
@FunctionalInterface
public interface FlowEngineProvider {

  /**
   * Prepares everything that the engines share. Called once, on the thread that builds the {@code
   * Voice}. The call may be slow. If it throws an exception, the {@code Voice} is not built.
   *
   * <p>While the {@code Voice} is built, the first engine is tested with the transitions of one
   * whole connection, from joining the channel to the end. If the engine does not follow the table,
   * the {@code Voice} is not built. The test also executes the code of the engine once, so that
   * this code is not slow at its first use on an event loop.
   *
   * @param table all rows of the transition table that change the state, in the order of the table;
   *     immutable
   * @return a supplier that creates an engine in state {@code IDLE} for a new connection; several
   *     threads can call the supplier at the same time
   */
  Supplier<FlowEngine> prepare(List<FlowTransition> table);
}
