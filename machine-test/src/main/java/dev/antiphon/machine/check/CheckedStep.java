package dev.antiphon.machine.check;

/**
 * One step of an exploration, for a {@link Check}.
 *
 * @param before the configuration before the step
 * @param event the event
 * @param decision the decision of the machine
 * @param after the configuration after the step
 * @param late whether the event is late, see {@link Model#isLate}
 * @param <C> configurations
 * @param <E> events
 * @param <D> decisions
 */
public record CheckedStep<C, E, D>(C before, E event, D decision, C after, boolean late) {}
