package dev.antiphon.machine;

/** A kind of event. Each kind is one line of the table. */
public interface Kind extends Titled {

  /**
   * The number of the line, such as {@code C4}. It is unique in its table and is part of the ids of
   * its rows. Default: the name of the constant.
   */
  default String line() {
    return toString();
  }
}
