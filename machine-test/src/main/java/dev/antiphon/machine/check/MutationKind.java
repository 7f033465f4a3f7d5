package dev.antiphon.machine.check;

/** The kind of defect in the row of a {@link Mutant}. */
public enum MutationKind {
  /** The row has a wrong target: another state or another substate. */
  TARGET,
  /** One action of the row is missing. */
  ACTION,
  /** The guard is negated: the row is taken exactly when the guard does not hold. */
  GUARD,
  /** The row is missing. Another row is taken in its place, or the event is ignored. */
  REMOVED,
  /** The row is tried in every substate of its state, not only in the substates that it names. */
  NARROWING
}
