package dev.antiphon.spec.summary;

import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Row;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line of {@code unvisited.tsv}: rows that the tests on real sockets do not have to take.
 *
 * @param named the rows as written in the file: ids, or one pattern with {@code *}
 * @param frequency whether the rows are taken sometimes or never
 * @param reason the reason
 */
public record Unvisited(List<String> named, Frequency frequency, String reason) {

  /** How often the tests on real sockets take the rows. */
  public enum Frequency {
    /** Never. If a test takes such a row, remove it from the list. */
    NEVER,
    /** Depends on random values or on the timing of the machine. */
    SOMETIMES
  }

  /** All lines of the list. */
  public static List<Unvisited> all() {
    try (InputStream list = Unvisited.class.getResourceAsStream("/unvisited.tsv")) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .skip(1)
          .map(line -> line.split("\t", 3))
          .map(
              line ->
                  new Unvisited(
                      List.of(line[0].split(" ")),
                      Frequency.valueOf(line[1].toUpperCase(Locale.ROOT)),
                      line[2]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The ids of the rows that are never taken. */
  public static Set<String> never() {
    return all().stream()
        .filter(line -> line.frequency == Frequency.NEVER)
        .flatMap(line -> line.rows().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The ids of all rows in the list. */
  public static Set<String> explained() {
    return all().stream()
        .flatMap(line -> line.rows().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The ids of the table's rows that this line names. */
  List<String> rows() {
    Pattern pattern =
        Pattern.compile(
            named.stream()
                .map(name -> name.replace(".", "\\.").replace("*", ".*"))
                .collect(Collectors.joining("|")));
    return VoiceFlow.TABLE.rows().stream().map(Row::id).filter(pattern.asMatchPredicate()).toList();
  }
}
