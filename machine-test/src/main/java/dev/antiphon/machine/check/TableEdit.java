package dev.antiphon.machine.check;

import dev.antiphon.machine.Kind;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.State;
import dev.antiphon.machine.Table;
import dev.antiphon.machine.Titled;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** A copy of a table in which rows can be replaced. The order of the rows is kept. */
final class TableEdit<S extends State, K extends Kind, G extends Titled, A extends Titled> {
  private final Table<S, K, G, A> table;
  private final Map<String, List<Row<S, K, G, A>>> rows = new LinkedHashMap<>();

  TableEdit(Table<S, K, G, A> table) {
    this.table = table;
    table.rows().forEach(row -> rows.put(row.id(), List.of(row)));
  }

  TableEdit<S, K, G, A> replace(Row<S, K, G, A> row, List<Row<S, K, G, A>> instead) {
    rows.put(row.id(), instead);
    return this;
  }

  /**
   * Removes these states from a row.
   *
   * @return a row for only these states; it is not part of the edited table yet
   */
  Row<S, K, G, A> takeOver(Row<S, K, G, A> row, Set<S> states) {
    List<Row<S, K, G, A>> rest = new ArrayList<>();
    for (Row<S, K, G, A> left : Objects.requireNonNull(rows.get(row.id()), row.id())) {
      Set<S> others = new LinkedHashSet<>(left.from());
      others.removeAll(states);
      if (!others.isEmpty()) {
        rest.add(left.withFrom(others));
      }
    }
    rows.put(row.id(), rest);
    Row<S, K, G, A> taken = row.withFrom(states);
    return rest.isEmpty() ? taken : taken.withId(row.id() + " elsewhere");
  }

  Table<S, K, G, A> table() {
    return Table.of(
        table.states(), table.kinds(), rows.values().stream().flatMap(List::stream).toList());
  }
}
