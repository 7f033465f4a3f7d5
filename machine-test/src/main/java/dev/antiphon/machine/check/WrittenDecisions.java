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
 * Decisions that were written by hand from a specification: a second opinion on a table. A slip on
 * either side shows as a difference, and other lists of tests can be read from here instead of
 * being written a third time.
 *
 * <p>The file has tab-separated lines: a head, comments that begin with {@code #}, and a line for
 * each row, in the order of the table.
 */
public final class WrittenDecisions {

  /** The head of the file. */
  public static final String HEAD = "row\tstate\torder\tguard\tclass\ttarget";

  private final List<WrittenDecision> lines;

  private WrittenDecisions(List<WrittenDecision> lines) {
    this.lines = List.copyOf(lines);
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if it is no such file; the message names the line
   */
  public static WrittenDecisions read(Path file) throws IOException {
    return of(Files.readAllLines(file));
  }

  /**
   * Reads the lines of a file.
   *
   * @throws IllegalArgumentException if they are not those of such a file; the message names the
   *     line
   */
  public static WrittenDecisions of(List<String> file) {
    if (file.isEmpty() || !file.get(0).equals(HEAD)) {
      throw new IllegalArgumentException("expected the head: " + HEAD);
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
          "line " + number + ": expected an order and an outcome", e);
    }
    throw new IllegalArgumentException("line " + number + ": expected the columns " + HEAD);
  }

  /** Every line, in order. */
  public List<WrittenDecision> lines() {
    return lines;
  }

  /**
   * The decision of a cell in a situation: its first line whose condition holds.
   *
   * @param line the line of the table, such as {@code D8}
   * @param state the short name of the state
   * @param holds whether a condition holds; not asked for the empty one
   */
  public Optional<WrittenDecision> first(String line, String state, Predicate<String> holds) {
    return cell(line, state).stream()
        .filter(one -> one.condition().isEmpty() || holds.test(one.condition()))
        .findFirst();
  }

  /** The lines of a cell, in order. */
  public List<WrittenDecision> cell(String line, String state) {
    return lines.stream().filter(one -> one.cell().equals(line + "." + state)).toList();
  }

  /** What file and table say otherwise, each with what to write where; empty if they agree. */
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
                    .formatted(row, said(written, row), said(built, row)))
        .toList();
  }

  private static String said(Map<String, WrittenDecision> lines, String row) {
    return Optional.ofNullable(lines.get(row)).map(WrittenDecision::sentence).orElse("nothing");
  }
}
