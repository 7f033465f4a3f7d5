package dev.antiphon.machine;

/**
 * How a recorded step and a table differ; see {@link Comparison} and {@link Replay}. {@link
 * #sentence} says it to people.
 */
public sealed interface Difference {

  /** What was recorded, what the table says, and what to do. */
  String sentence();

  /**
   * The record has a name that the table does not know.
   *
   * @param what what is called so, such as {@code row}
   * @param name the name
   */
  record Unknown(String what, String name) implements Difference {
    @Override
    public String sentence() {
      return "this version's table knows no %s %s: replay it with the version that recorded it, or a newer one"
          .formatted(what, name);
    }
  }

  /**
   * The table takes the step otherwise.
   *
   * @param field what is otherwise, such as {@code row} or {@code to}
   * @param recorded what the record says
   * @param taken what the table says
   */
  record Otherwise(String field, Object recorded, Object taken) implements Difference {
    @Override
    public String sentence() {
      return "this version takes the step otherwise: %s %s, but recorded is %s"
          .formatted(field, taken, recorded);
    }
  }

  /**
   * A step begins where the one before it has not ended.
   *
   * @param before where the one before it ended
   * @param from where this one begins
   */
  record Leap(String before, String from) implements Difference {
    @Override
    public String sentence() {
      return "the step before it has led to %s, but this one begins in %s".formatted(before, from);
    }
  }
}
