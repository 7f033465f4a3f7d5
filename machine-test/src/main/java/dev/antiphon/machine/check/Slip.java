package dev.antiphon.machine.check;

/** What is wrong with the row of a {@link Mutant}. */
public enum Slip {
  /** The row leads elsewhere: to another state, or to another substate. */
  TARGET,
  /** One thing that the row does is not done. */
  ACTION,
  /** The row is taken exactly when it should not be, among those that come after it. */
  GUARD,
  /** The row is not there: the one after it or before it stands in, or the event is ignored. */
  REMOVED,
  /** The row is tried in every substate of its state, not only in those that it names. */
  NARROWING
}
