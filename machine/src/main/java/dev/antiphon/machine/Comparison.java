package dev.antiphon.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Compares a recorded step with the decision of a table, field by field.
 *
 * <p>Immutable: each method that adds a field returns a new comparison.
 *
 * @param <L> recorded steps, such as lines of a file
 * @param <D> decisions or rows
 */
public final class Comparison<L, D> {
  private final List<Field<L, D>> fields;

  @FunctionalInterface
  private interface Field<L, D> {
    Optional<Difference> difference(L recorded, D taken);
  }

  private Comparison(List<Field<L, D>> fields) {
    this.fields = fields;
  }

  /** Returns a comparison without fields. */
  public static <L, D> Comparison<L, D> empty() {
    return new Comparison<>(List.of());
  }

  /**
   * Adds a field to compare. Values are compared with {@code equals}.
   *
   * @param name the field's name, for messages
   * @param recorded reads the field from a recorded step
   * @param taken reads the field from a decision
   */
  public Comparison<L, D> with(
      String name, Function<? super L, ?> recorded, Function<? super D, ?> taken) {
    return with(
        (line, decision) -> {
          Object expected = recorded.apply(line);
          Object actual = taken.apply(decision);
          return expected.equals(actual)
              ? Optional.empty()
              : Optional.of(new Difference.Mismatch(name, expected, actual));
        });
  }

  /**
   * Adds the id of the row. If the table does not contain the recorded row, the difference is a
   * {@link Difference.Unknown}. If the table contains it, but the decision took another row, the
   * difference is a {@link Difference.Mismatch}.
   *
   * @param table the current table
   * @param recorded reads the id from a recorded step
   * @param taken reads the id from a decision
   */
  public Comparison<L, D> withRow(
      Table<?, ?, ?, ?> table,
      Function<? super L, String> recorded,
      Function<? super D, String> taken) {
    return with((line, decision) -> {
          String id = recorded.apply(line);
          return table.row(id).isPresent()
              ? Optional.empty()
              : Optional.of(new Difference.Unknown("row", id));
        })
        .with("row", recorded, taken);
  }

  /** Returns the first field that differs; empty if all fields are equal. */
  public Optional<Difference> first(L recorded, D taken) {
    return fields.stream()
        .map(field -> field.difference(recorded, taken))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Comparison<L, D> with(Field<L, D> field) {
    List<Field<L, D>> more = new ArrayList<>(fields);
    more.add(field);
    return new Comparison<>(List.copyOf(more));
  }
}
