package dev.antiphon.machine;

/**
 * A difference between a recorded step and a table. See {@link Comparison} and {@link Replay}.
 * {@link #sentence} describes it for people.
 */
public sealed interface Difference {

  /**
   * Describes the difference: the recorded value, the table's value, and a remedy if there is one.
   */
  String sentence();

  /**
   * The record contains a name that the table does not contain.
   *
   * @param what the kind of name, such as {@code row}
   * @param name the name
   */
  record Unknown(String what, String name) implements Difference {
    @Override
    public String sentence() {
      return "the table of this version has no %s %s: replay the file with the version that recorded it, or a newer one"
          .formatted(what, name);
    }
  }

  /**
   * The table gives a different result for the step.
   *
   * @param field the field that differs, such as {@code row} or {@code to}
   * @param recorded the value in the record
   * @param taken the value that the table gives
   */
  record Mismatch(String field, Object recorded, Object taken) implements Difference {
    @Override
    public String sentence() {
      return "this version decides the step differently: %s is %s, but the recorded value is %s"
          .formatted(field, taken, recorded);
    }
  }

  /**
   * A step does not begin in the state in which the previous step ended.
   *
   * @param before the state in which the previous step ended
   * @param from the state in which this step begins
   */
  record Gap(String before, String from) implements Difference {
    @Override
    public String sentence() {
      return "the previous step ended in %s, but this step begins in %s".formatted(before, from);
    }
  }
}
