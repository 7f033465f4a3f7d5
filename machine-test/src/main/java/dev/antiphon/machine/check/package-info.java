/**
 * Checks of a state machine: an {@link dev.antiphon.machine.check.Explorer} tries every event in
 * every reachable configuration (state and stored data). {@link dev.antiphon.machine.check.Mutants}
 * of the table show whether the tests detect defects.
 *
 * <p>A {@link dev.antiphon.machine.check.Model} defines the machine and its environment: the events
 * that can happen. A {@link dev.antiphon.machine.check.Check} examines single steps; {@link
 * dev.antiphon.machine.check.Ranking} is such a check. {@link dev.antiphon.machine.check.Liveness}
 * examines all paths together. A broken property is reported with a list of events that breaks the
 * property.
 *
 * <p>This package needs no test framework.
 */
@NullMarked
package dev.antiphon.machine.check;

import org.jspecify.annotations.NullMarked;
