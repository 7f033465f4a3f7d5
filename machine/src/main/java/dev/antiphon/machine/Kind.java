package dev.antiphon.machine;

/** A kind of event. Each kind is one line in the {@link TableText#overview overview} of a table. */
public interface Kind extends Titled {

  /**
   * The name of the line, such as {@code C4}. It is unique in its table. The ids of the rows for
   * this event begin with the name. Default: the name of the constant.
   */
  default String line() {
    return toString();
  }
}
