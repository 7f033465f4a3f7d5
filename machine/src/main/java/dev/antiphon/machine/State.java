package dev.antiphon.machine;

/**
 * A state as a table knows it. A state may be a substate of another one; the rows of a table are
 * found by substate, and people read them by the state that contains it.
 *
 * <p>Implementations are enums, or records that hold nothing: a table compares states with {@code
 * equals} and keeps them in sets.
 */
public interface State extends Titled {

  /**
   * The short name in the ids of rows, such as {@code ASU}. A substate has that of its state.
   * Unless it is said otherwise, the name of the constant.
   */
  default String code() {
    return toString();
  }

  /** The state that contains this substate; this state itself if nothing contains it. */
  default State superstate() {
    return this;
  }
}
