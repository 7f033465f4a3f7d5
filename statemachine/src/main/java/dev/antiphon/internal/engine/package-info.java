/**
 * Runs the table on an engine: {@link dev.antiphon.internal.engine.FlowMachine} asks the pure core
 * which row is taken, and has a {@link dev.antiphon.spi.FlowEngine} take it when it changes the
 * state. The engine that is there without another choice is Spring Statemachine.
 *
 * <p>Nothing outside this package may know Spring.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
@NullMarked
package dev.antiphon.internal.engine;

import org.jspecify.annotations.NullMarked;
