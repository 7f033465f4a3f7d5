package dev.antiphon.machine.check;

/**
 * The configuration of a {@link TableModel}: a state, and a memory (the other data that the machine
 * stores).
 *
 * @param <S> states
 * @param <M> memories, with {@code equals} and {@code hashCode}
 */
public record StateAndMemory<S, M>(S state, M memory) {}
