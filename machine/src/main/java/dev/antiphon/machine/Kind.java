package dev.antiphon.machine;

/** A kind of events: a line of the table. */
public interface Kind extends Titled {

  /**
   * The number of the line, such as {@code C4}: unique in its table, and part of its rows' ids.
   * Unless it is said otherwise, the name of the constant.
   */
  default String line() {
    return toString();
  }
}
