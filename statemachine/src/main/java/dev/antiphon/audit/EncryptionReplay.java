package dev.antiphon.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.antiphon.dave.DaveAction;
import dev.antiphon.dave.DaveEventKind;
import dev.antiphon.dave.DaveGuard;
import dev.antiphon.dave.DaveState;
import dev.antiphon.dave.DaveTable;
import dev.antiphon.machine.Comparison;
import dev.antiphon.machine.Difference;
import dev.antiphon.machine.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Compares recorded steps of the end-to-end encryption with the table of this version: that there
 * is such a row, and that a session goes on where it was. What the rows' guards have asked is not
 * in the file, for it is secret. Not for several threads at once.
 */
final class EncryptionReplay {
  private static final Comparison<JsonNode, Row<DaveState, DaveEventKind, DaveGuard, DaveAction>>
      COMPARISON =
          Comparison.<JsonNode, Row<DaveState, DaveEventKind, DaveGuard, DaveAction>>empty()
              .with("from", line -> text(line, "from"), row -> row.firstFrom().title())
              .with("to", line -> text(line, "to"), row -> row.target(row.firstFrom()).title())
              .with("on", line -> text(line, "on"), row -> row.event().title())
              .with("outcome", line -> text(line, "outcome"), row -> row.outcome().title());

  private final Map<String, Last> lasts = new HashMap<>();
  private long steps;

  /** The step of a connection that was read last. */
  private record Last(long sequence, long session, String state) {}

  /** How many steps were as the table says. */
  long steps() {
    return steps;
  }

  /** How a step differs from the table; empty if it does not. */
  Optional<Difference> take(JsonNode line) {
    String id = text(line, "row");
    Optional<Difference> difference =
        DaveTable.SESSION
            .row(id)
            .map(row -> COMPARISON.first(line, row))
            .orElseGet(() -> Optional.of(new Difference.Unknown("row", id)))
            .or(() -> leap(line));
    if (difference.isEmpty()) {
      steps++;
    }
    return difference;
  }

  /** After a gap nothing is known of where it was. */
  private Optional<Difference> leap(JsonNode line) {
    Last now =
        new Last(line.path("sequence").asLong(), line.path("session").asLong(), text(line, "to"));
    Last before = lasts.put(text(line, "connection"), now);
    boolean leaps =
        before != null
            && before.sequence + 1 == now.sequence
            && before.session == now.session
            && !before.state.equals(text(line, "from"));
    return leaps
        ? Optional.of(new Difference.Gap(before.state, text(line, "from")))
        : Optional.empty();
  }

  private static String text(JsonNode line, String field) {
    return line.path(field).asText();
  }
}
