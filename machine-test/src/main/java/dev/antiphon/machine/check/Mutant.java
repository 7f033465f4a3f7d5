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
 * A machine with one slip in one row. A test of the machine should notice it.
 *
 * @param <S> the states
 * @param <K> the kinds of events
 * @param <G> the guards
 * @param <A> the actions
 */
public final class Mutant<S extends State, K extends Kind, G extends Titled, A extends Titled> {
  private final Slip slip;
  private final Row<S, K, G, A> row;
  private final String what;
  private final Set<String> rows;
  private final Supplier<Table<S, K, G, A>> table;
  private final Optional<Negation<S, K, G, A>> negation;

  /** What a negated guard needs: the table as it is, and that in which the row has no guard. */
  record Negation<S extends State, K extends Kind, G extends Titled, A extends Titled>(
      Table<S, K, G, A> real, Supplier<Table<S, K, G, A>> always) {}

  Mutant(
      Slip slip,
      Row<S, K, G, A> row,
      String what,
      Set<String> rows,
      Supplier<Table<S, K, G, A>> table,
      Optional<Negation<S, K, G, A>> negation) {
    this.slip = slip;
    this.row = row;
    this.what = what;
    this.rows = Set.copyOf(rows);
    this.table = table;
    this.negation = negation;
  }

  /** What kind of slip it is. */
  public Slip slip() {
    return slip;
  }

  /** The row that it is in. */
  public Row<S, K, G, A> row() {
    return row;
  }

  /** The slip in a few words, such as {@code without DIAL}. */
  public String what() {
    return what;
  }

  /** The ids of the rows in whose place the mutant may decide otherwise. */
  public Set<String> rows() {
    return rows;
  }

  /** The row and the slip: unique among the mutants of a table. */
  public String id() {
    return row.id() + " " + what;
  }

  /** The table with this slip; empty for a negated guard, which no table can say. */
  public Optional<Table<S, K, G, A>> table() {
    return negation.isEmpty() ? Optional.of(table.get()) : Optional.empty();
  }

  /**
   * The machine with this slip, whatever kind it is.
   *
   * @param machine makes the machine that runs on a table; it decides as a pure function
   * @param rowId the id of the row that a decision has taken
   * @param <I> what a machine is given to decide
   * @param <D> its decisions
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
