package dev.antiphon.spec.flow;

import dev.antiphon.flow.Reason;
import dev.antiphon.internal.flow.Action;
import dev.antiphon.internal.flow.Guard;
import dev.antiphon.machine.Row;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A row of the flow in cells of Markdown tables. */
public final class RowCells {
  private RowCells() {}

  /** When, then and doing. */
  static String of(Row row) {
    String when = row.guard().map(Guard::title).orElse("");
    String doing = row.actions().stream().map(Action::title).collect(Collectors.joining(", "));
    return when + " | " + outcome(row, Reason::title) + " | " + doing;
  }

  /** The outcome in a letter or two. */
  static String letter(Row row) {
    return switch (row.outcome()) {
      case TRANSITION -> "→" + row.to().code();
      case INTERNAL -> "I";
      case IGNORED -> "–";
      case VIOLATION -> "V";
      case REFUSED -> "R";
    };
  }

  /** What a row leads to, such as <code>→ **Backoff** (Rejoin)</code>. */
  public static String outcome(Row row, Function<Reason, String> words) {
    String reason = row.reason().map(words).map(said -> " (" + said + ")").orElse("");
    return switch (row.outcome()) {
      case TRANSITION -> "→ **" + row.to().title() + "**" + reason;
      case INTERNAL -> "stays" + reason + (row.note().isEmpty() ? "" : ": " + row.note());
      case IGNORED -> "ignored: " + row.note();
      case VIOLATION -> "violation";
      case REFUSED -> "refused: " + row.note();
    };
  }
}
