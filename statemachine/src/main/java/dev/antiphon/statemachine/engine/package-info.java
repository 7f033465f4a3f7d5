/**
 * The table on Spring Statemachine, behind {@link dev.antiphon.statemachine.engine.FlowEngine}.
 *
 * <p>The pure core chooses the row; Spring executes it when it changes the state. Nothing outside
 * this package may know Spring.
 */
package dev.antiphon.statemachine.engine;
