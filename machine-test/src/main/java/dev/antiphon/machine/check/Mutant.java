package dev.antiphon.machine.check;

import dev.antiphon.machine.Kind;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.State;
import dev.antiphon.machine.Table;
import dev.antiphon.machine.Titled;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A copy of a machine with one defect in one row. At least one test of the machine should fail with
 * it.
 *
 * @param <S> the states
 * @param <K> the kinds of events
 * @param <G> the guards
 * @param <A> the actions
 */
public final class Mutant<S extends State, K extends Kind, G extends Titled, A extends Titled> {
  private final MutationKind kind;
  private final Row<S, K, G, A> row;
  private final String what;
  private final Set<String> rows;
  private final Supplier<Table<S, K, G, A>> table;
  private final Optional<Negation<S, K, G, A>> negation;

  /**
   * The data for a negated guard: the original table, and the table in which the row has no guard.
   */
  record Negation<S extends State, K extends Kind, G extends Titled, A extends Titled>(
      Table<S, K, G, A> real, Supplier<Table<S, K, G, A>> always) {}

  Mutant(
      MutationKind kind,
      Row<S, K, G, A> row,
      String what,
      Set<String> rows,
      Supplier<Table<S, K, G, A>> table,
      Optional<Negation<S, K, G, A>> negation) {
    this.kind = kind;
    this.row = row;
    this.what = what;
    this.rows = Set.copyOf(rows);
    this.table = table;
    this.negation = negation;
  }

  /** The kind of defect. */
  public MutationKind kind() {
    return kind;
  }

  /** The row with the defect. */
  public Row<S, K, G, A> row() {
    return row;
  }

  /** The defect in a few words, such as {@code without DIAL}. */
  public String what() {
    return what;
  }

  /**
   * The ids of rows of the original table. The mutant and the original machine can differ only in a
   * step in which the original takes one of these rows.
   */
  public Set<String> rows() {
    return rows;
  }

  /** The id of the row and the defect; unique among the mutants of a table. */
  public String id() {
    return row.id() + " " + what;
  }

  /**
   * The table with this defect; empty for a negated guard, because a row cannot contain a negated
   * guard.
   */
  public Optional<Table<S, K, G, A>> table() {
    return negation.isEmpty() ? Optional.of(table.get()) : Optional.empty();
  }

  /**
   * Creates the machine with this defect. This works for every kind of defect.
   *
   * @param machine creates the machine that runs on a table; the machine is a pure function
   * @param rowId reads from a decision the id of the row that was taken
   * @param <I> inputs of the machine
   * @param <D> decisions of the machine
   */
  public <I, D> Function<I, D> in(
      Function<Table<S, K, G, A>, Function<I, D>> machine, Function<? super D, String> rowId) {
    Function<I, D> changed = machine.apply(table.get());
    if (negation.isEmpty()) {
      return changed;
    }
    Function<I, D> real = machine.apply(negation.get().real());
    Function<I, D> always = machine.apply(negation.get().always().get());
    return input -> {
      D decision = real.apply(input);
      String taken = rowId.apply(decision);
      if (taken.equals(row.id())) {
        return changed.apply(input);
      }
      return rows.contains(taken) ? always.apply(input) : decision;
    };
  }

  /** The same as {@link #id}. */
  @Override
  public String toString() {
    return id();
  }
}
