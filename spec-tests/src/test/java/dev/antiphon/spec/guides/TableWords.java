package dev.antiphon.spec.guides;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.RequestFailure;
import dev.antiphon.flow.Substate;
import dev.antiphon.internal.flow.FlowRows;
import dev.antiphon.machine.Kind;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.Titled;
import dev.antiphon.spec.flow.FlowTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Formats rows, events and reasons for the guides, with links to their descriptions. */
final class TableWords {
  private TableWords() {}

  /** The name of a reason. Reasons of failures and ends link to the page of failures. */
  static String reason(Titled reason) {
    return sentence(reason)
        .map(known -> "[" + reason.title() + "](failures.md#" + slug(reason.title()) + ")")
        .orElse(reason.title());
  }

  /** The message of a reason; empty if the reason ends nothing. */
  static Optional<String> sentence(Titled reason) {
    if (reason instanceof FailureCause cause) {
      return Optional.of(cause.sentence());
    }
    if (reason instanceof DisconnectReason ended) {
      return Optional.of(ended.sentence());
    }
    return reason instanceof RequestFailure move ? Optional.of(move.sentence()) : Optional.empty();
  }

  /** A line of the table, as a link to it. */
  static String line(Kind kind) {
    return "[" + kind.title() + "](flow/table.md#" + FlowTable.anchor(kind) + ")";
  }

  /** The ids of rows at the same position in several cells, such as {@code D8.ID,RS.1}. */
  static String ids(List<? extends Row<Substate, ?, ?, ?>> rows) {
    String first = rows.get(0).id();
    String number = first.substring(first.lastIndexOf('.'));
    String states =
        rows.stream().map(row -> FlowRows.from(row).code()).collect(Collectors.joining(","));
    return "`" + rows.get(0).event().line() + "." + states + number + "`";
  }

  /** The anchor that GitHub creates for a heading. */
  static String slug(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
  }
}
