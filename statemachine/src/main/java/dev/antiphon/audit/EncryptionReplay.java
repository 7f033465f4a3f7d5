package dev.antiphon.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.dave.DaveAction;
import dev.antiphon.dave.DaveEventKind;
import dev.antiphon.dave.DaveGuard;
import dev.antiphon.dave.DaveState;
import dev.antiphon.dave.DaveTable;
import dev.antiphon.machine.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compares recorded steps of the end-to-end encryption with the table of this version: that there
 * is such a row, and that a session goes on where it was. What the rows' guards have asked is not
 * in the file, for it is secret. Not for several threads at once.
 */
final class EncryptionReplay {
  private final Map<String, Last> lasts = new HashMap<>();
  private long steps;

  /** The step of a connection that was read last. */
  private record Last(long sequence, long session, String state) {}

  /** How many steps were as the table says. */
  long steps() {
    return steps;
  }

  /** What is wrong with a step; empty if it is as the table says. */
  Optional<String> take(JsonNode line) {
    Optional<Row<DaveState, DaveEventKind, DaveGuard, DaveAction>> known =
        DaveTable.SESSION.row(text(line, "row"));
    if (known.isEmpty()) {
      return Optional.of("this version's table has no row " + text(line, "row"));
    }
    Row<DaveState, DaveEventKind, DaveGuard, DaveAction> row = known.get();
    DaveState from = row.anyFrom();
    Optional<String> flaw =
        Stream.of(
                differs("from", line, from.title()),
                differs("to", line, row.target(from).title()),
                differs("on", line, row.event().title()),
                differs("outcome", line, row.outcome().title()))
            .flatMap(Optional::stream)
            .findFirst()
            .or(() -> leaps(line));
    if (flaw.isEmpty()) {
      steps++;
    }
    return flaw;
  }

  private static Optional<String> differs(String field, JsonNode line, String expected) {
    return text(line, field).equals(expected)
        ? Optional.empty()
        : Optional.of(
            "row %s of this version has %s %s, but recorded is %s"
                .formatted(text(line, "row"), field, expected, text(line, field)));
  }

  /** After a gap nothing is known of where it was. */
  private Optional<String> leaps(JsonNode line) {
    Last now =
        new Last(line.path("sequence").asLong(), line.path("session").asLong(), text(line, "to"));
    Last before = lasts.put(text(line, "connection"), now);
    boolean leaps =
        before != null
            && before.sequence + 1 == now.sequence
            && before.session == now.session
            && !before.state.equals(text(line, "from"));
    return leaps ? Optional.of("the step before it has led to " + before.state) : Optional.empty();
  }

  private static String text(JsonNode line, String field) {
    return line.path(field).asText();
  }
}
