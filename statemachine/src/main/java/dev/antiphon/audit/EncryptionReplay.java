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
 * Compares the recorded steps of the end-to-end encryption with the table of this version. It
 * checks that the row exists and that each step starts in the state where the previous one ended.
 * It cannot evaluate the guards, because their data are secret and not in the file. It is not
 * thread-safe.
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

  /** The last step of a connection that was read. */
  private record Last(long sequence, long session, String state) {}

  /** The number of steps that match the table. */
  long steps() {
    return steps;
  }

  /** The difference between a step and the table; empty if there is none. */
  Optional<Difference> take(JsonNode line) {
    String id = text(line, "row");
    Optional<Difference> difference =
        DaveTable.SESSION
            .row(id)
            .map(row -> COMPARISON.first(line, row))
            .orElseGet(() -> Optional.of(new Difference.Unknown("row", id)))
            .or(() -> stateGap(line));
    if (difference.isEmpty()) {
      steps++;
    }
    return difference;
  }

  /**
   * Checks that the step starts in the state of the previous step. After a gap, that state is
   * unknown.
   */
  private Optional<Difference> stateGap(JsonNode line) {
    Last now =
        new Last(line.path("sequence").asLong(), line.path("session").asLong(), text(line, "to"));
    Last before = lasts.put(text(line, "connection"), now);
    boolean differs =
        before != null
            && before.sequence + 1 == now.sequence
            && before.session == now.session
            && !before.state.equals(text(line, "from"));
    return differs
        ? Optional.of(new Difference.Gap(before.state, text(line, "from")))
        : Optional.empty();
  }

  private static String text(JsonNode line, String field) {
    return line.path(field).asText();
  }
}
