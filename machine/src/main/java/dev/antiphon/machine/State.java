package dev.antiphon.machine;

/**
 * A state of a table. A state can be a substate of another state. A {@link Table} finds rows by
 * substate; documents list the rows by the state that contains the substate.
 *
 * <p>Implementations are enums, or records without components. A table compares states with {@code
 * equals} and keeps them in sets.
 */
public interface State extends Titled {

  /**
   * The short name in the ids of rows, such as {@code ASU}. A substate has the short name of its
   * state. Default: the name of the constant.
   */
  default String code() {
    return toString();
  }

  /**
   * The state that contains this substate. Default: this state itself, for a state that is not a
   * substate.
   */
  default State superstate() {
    return this;
  }
}
