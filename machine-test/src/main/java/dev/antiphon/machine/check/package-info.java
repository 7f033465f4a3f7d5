/**
 * Checks of a state machine: an {@link dev.antiphon.machine.check.Explorer} that tries everything
 * in every configuration, and mutants of its table to check the checks.
 *
 * <p>A {@link dev.antiphon.machine.check.Model} says where the machine begins and what its world
 * can do. A {@link dev.antiphon.machine.check.Check} looks at single steps, a {@link
 * dev.antiphon.machine.check.Ranking} among them; {@link dev.antiphon.machine.check.Liveness} looks
 * at all ways at once. What breaks one of them is shown by a shortest list of events. Needs no test
 * framework.
 */
@NullMarked
package dev.antiphon.machine.check;

import org.jspecify.annotations.NullMarked;
