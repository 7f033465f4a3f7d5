package dev.antiphon.machine.check;

/**
 * One step of an exploration, for a {@link Check} to look at.
 *
 * @param before where it began
 * @param event what happened
 * @param decision what the machine has done
 * @param after where it led
 * @param late whether the event belongs to the past, see {@link Model#isLate}
 * @param <C> configurations
 * @param <E> events
 * @param <D> decisions
 */
public record CheckedStep<C, E, D>(C before, E event, D decision, C after, boolean late) {}
