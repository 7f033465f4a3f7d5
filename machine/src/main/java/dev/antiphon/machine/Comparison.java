package dev.antiphon.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Compares what was recorded of a step with what a table says of it, field by field.
 *
 * <p>Immutable: each method that adds a field gives another comparison.
 *
 * @param <L> recorded steps, such as lines of a file
 * @param <D> decisions, or rows
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

  /** Compares nothing yet. */
  public static <L, D> Comparison<L, D> ofNothing() {
    return new Comparison<>(List.of());
  }

  /**
   * Compares this, too.
   *
   * @param name the field's name, for messages
   * @param recorded its value in a record
   * @param taken its value in a decision, compared by {@code equals}
   */
  public Comparison<L, D> with(
      String name, Function<? super L, ?> recorded, Function<? super D, ?> taken) {
    return with(
        (line, decision) -> {
          Object said = recorded.apply(line);
          Object done = taken.apply(decision);
          return said.equals(done)
              ? Optional.empty()
              : Optional.of(new Difference.Otherwise(name, said, done));
        });
  }

  /**
   * Compares the id of the row, and tells a row that the table does not have from one that it does
   * not take.
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

  /** The first field that differs; empty if none does. */
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
