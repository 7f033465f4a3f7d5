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
 * Rows that the tests on real sockets need not take: a line of {@code unvisited.tsv}.
 *
 * @param named the rows as they are written: their ids, or one pattern with {@code *}
 * @param standing whether they are ever taken
 * @param reason why
 */
public record Unvisited(List<String> named, Standing standing, String reason) {

  /** How often the tests on real sockets take rows that are listed. */
  public enum Standing {
    /** A row of these that is taken has to leave the list. */
    NEVER,
    /** Only where chance, or the machine, lets them. */
    SOMETIMES
  }

  /** The whole list. */
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
                      Standing.valueOf(line[1].toUpperCase(Locale.ROOT)),
                      line[2]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The ids of the rows that are never taken. */
  public static Set<String> never() {
    return all().stream()
        .filter(line -> line.standing == Standing.NEVER)
        .flatMap(line -> line.rows().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The ids of the rows of the table that it names. */
  List<String> rows() {
    Pattern pattern =
        Pattern.compile(
            named.stream()
                .map(name -> name.replace(".", "\\.").replace("*", ".*"))
                .collect(Collectors.joining("|")));
    return VoiceFlow.TABLE.rows().stream().map(Row::id).filter(pattern.asMatchPredicate()).toList();
  }
}
