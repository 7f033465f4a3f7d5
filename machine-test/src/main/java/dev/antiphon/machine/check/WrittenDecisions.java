package dev.antiphon.machine.check;

import dev.antiphon.machine.Kind;
import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.State;
import dev.antiphon.machine.Table;
import dev.antiphon.machine.Titled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A file of decisions that were written by hand from a specification, without the use of the
 * transition table. {@link #differences} reports a mistake in the table or in the file. Other tests
 * can use the file as their list of expected decisions.
 *
 * <p>The file has tab-separated lines: a header, comments that begin with {@code #}, and a line for
 * each row, in the order of the table.
 */
public final class WrittenDecisions {

  /**
   * The header of the file. Column {@code guard} is the condition of a {@link WrittenDecision}, and
   * column {@code class} is the outcome of that decision.
   */
  public static final String HEAD = "row\tstate\torder\tguard\tclass\ttarget";

  private final List<WrittenDecision> lines;

  private WrittenDecisions(List<WrittenDecision> lines) {
    this.lines = List.copyOf(lines);
  }

  /**
   * Reads a file.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if the format is wrong; the message names the line
   */
  public static WrittenDecisions read(Path file) throws IOException {
    return of(Files.readAllLines(file));
  }

  /**
   * Reads the lines of a file.
   *
   * @throws IllegalArgumentException if the format is wrong; the message names the line
   */
  public static WrittenDecisions of(List<String> file) {
    if (file.isEmpty() || !file.get(0).equals(HEAD)) {
      throw new IllegalArgumentException("expected the header: " + HEAD);
    }
    List<WrittenDecision> lines = new ArrayList<>();
    for (int i = 1; i < file.size(); i++) {
      if (!file.get(i).startsWith("#")) {
        lines.add(line(i + 1, file.get(i).split("\t", -1)));
      }
    }
    return new WrittenDecisions(lines);
  }

  private static WrittenDecision line(int number, String[] columns) {
    try {
      if (columns.length == HEAD.split("\t").length) {
        return new WrittenDecision(
            columns[0],
            columns[1],
            Integer.parseInt(columns[2]),
            columns[3],
            Outcome.valueOf(columns[4]),
            columns[5]);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "line " + number + ": expected a number as the order and an outcome as the class", e);
    }
    throw new IllegalArgumentException("line " + number + ": expected the columns " + HEAD);
  }

  /** All lines of the file, in order. */
  public List<WrittenDecision> lines() {
    return lines;
  }

  /**
   * The decision for an event in a state: the first decision of {@link #cell} whose condition is
   * empty or holds.
   *
   * @param line the {@link Kind#line() line} of the event in the table, such as {@code D8}
   * @param state the short name of the state
   * @param holds tests whether a condition holds; not called for the empty condition
   */
  public Optional<WrittenDecision> first(String line, String state, Predicate<String> holds) {
    return cell(line, state).stream()
        .filter(one -> one.condition().isEmpty() || holds.test(one.condition()))
        .findFirst();
  }

  /**
   * The lines of the file for an event in a state, in order.
   *
   * @param line the {@link Kind#line() line} of the event in the table, such as {@code D8}
   * @param state the short name of the state
   */
  public List<WrittenDecision> cell(String line, String state) {
    return lines.stream().filter(one -> one.cell().equals(line + "." + state)).toList();
  }

  /**
   * The differences between the file and the table, one sentence for each row; empty if they are
   * equal.
   */
  public <S extends State, K extends Kind, G extends Titled, A extends Titled>
      List<String> differences(Table<S, K, G, A> table) {
    Map<String, WrittenDecision> written = new LinkedHashMap<>();
    lines.forEach(line -> written.put(line.row(), line));
    Map<String, WrittenDecision> built = new LinkedHashMap<>();
    table.rows().forEach(row -> built.put(row.id(), WrittenDecision.of(row)));
    Set<String> rows = new LinkedHashSet<>(written.keySet());
    rows.addAll(built.keySet());
    return rows.stream()
        .filter(row -> !Objects.equals(written.get(row), built.get(row)))
        .map(
            row ->
                "%s: the file says %s, the table says %s"
                    .formatted(row, sentence(written, row), sentence(built, row)))
        .toList();
  }

  private static String sentence(Map<String, WrittenDecision> lines, String row) {
    return Optional.ofNullable(lines.get(row)).map(WrittenDecision::sentence).orElse("nothing");
  }
}
