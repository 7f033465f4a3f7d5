package dev.antiphon.machine.check;

/**
 * A state and a memory: the configuration of a {@link TableModel}.
 *
 * @param <S> states
 * @param <M> memories, with {@code equals} and {@code hashCode}
 */
public record Place<S, M>(S state, M memory) {}
