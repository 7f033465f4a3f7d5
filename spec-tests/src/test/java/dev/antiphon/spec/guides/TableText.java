package dev.antiphon.spec.guides;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.MoveFailure;
import dev.antiphon.flow.Reason;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.Row;
import dev.antiphon.spec.flow.FlowTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the guides speak of rows, events and reasons, with links to where more is said. */
final class TableText {
  private TableText() {}

  /** A reason by its name; one that ends something leads to what to do about it. */
  static String reason(Reason reason) {
    return sentence(reason)
        .map(known -> "[" + reason.title() + "](failures.md#" + slug(reason.title()) + ")")
        .orElse(reason.title());
  }

  /** What a reason says to people; empty for one that ends nothing. */
  static Optional<String> sentence(Reason reason) {
    if (reason instanceof FailureCause cause) {
      return Optional.of(cause.sentence());
    }
    if (reason instanceof DisconnectReason ended) {
      return Optional.of(ended.sentence());
    }
    return reason instanceof MoveFailure move ? Optional.of(move.sentence()) : Optional.empty();
  }

  /** A line of the table, as a link to it. */
  static String line(EventKind kind) {
    return "[" + kind.title() + "](flow/table.md#" + FlowTable.anchor(kind) + ")";
  }

  /** Rows of one place in several cells, such as {@code D8.ID,RS.1}. */
  static String ids(List<Row> rows) {
    String first = rows.get(0).id();
    String number = first.substring(first.lastIndexOf('.'));
    String states =
        rows.stream().map(Row::from).map(VoiceState::code).collect(Collectors.joining(","));
    return "`" + rows.get(0).event().line() + "." + states + number + "`";
  }

  /** As GitHub makes it of a heading. */
  static String slug(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
  }
}
