/**
 * The table on Spring Statemachine, behind {@link dev.antiphon.internal.engine.FlowEngine}.
 *
 * <p>The pure core chooses the row; Spring executes it when it changes the state. Nothing outside
 * this package may know Spring.
 *
 * <p>This package is internal: it is outside the promise of compatibility and may change in any
 * release.
 */
package dev.antiphon.internal.engine;
