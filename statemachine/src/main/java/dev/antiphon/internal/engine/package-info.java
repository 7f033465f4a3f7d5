/**
 * Runs the table on an engine. {@link dev.antiphon.internal.engine.FlowMachine} gets the row from
 * the pure core. If the row changes the state, a {@link dev.antiphon.spi.FlowEngine} takes it. The
 * default engine is Spring Statemachine.
 *
 * <p>No other package uses Spring.
 *
 * <p>This package is internal. Any release can change it without notice.
 */
@NullMarked
package dev.antiphon.internal.engine;

import org.jspecify.annotations.NullMarked;
