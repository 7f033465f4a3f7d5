/**
 * Checks of a state machine: an {@link dev.antiphon.machine.check.Explorer} tries every event in
 * every reachable configuration. {@link dev.antiphon.machine.check.Mutants} of the table test the
 * tests.
 *
 * <p>A {@link dev.antiphon.machine.check.Model} defines the machine and its environment. A {@link
 * dev.antiphon.machine.check.Check} examines single steps; {@link
 * dev.antiphon.machine.check.Ranking} is such a check. {@link dev.antiphon.machine.check.Liveness}
 * examines all paths together. A broken property is reported with a shortest list of events. This
 * package needs no test framework.
 */
@NullMarked
package dev.antiphon.machine.check;

import org.jspecify.annotations.NullMarked;
