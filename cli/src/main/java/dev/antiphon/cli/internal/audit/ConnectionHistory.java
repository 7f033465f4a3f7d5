package dev.antiphon.cli.internal.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** The history of one connection, as text lines. */
final class ConnectionHistory {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS XXX").withZone(ZoneId.systemDefault());
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private final List<String> lines = new ArrayList<>();
  private final String heading;
  private String begun = "";
  private long unchanged;

  /** Creates a history with the connection of this step. The step itself is not added. */
  ConnectionHistory(JsonNode first) {
    heading =
        "Connection %s: bot %s in guild %s"
            .formatted(text(first, "connection"), text(first, "user"), text(first, "guild"));
  }

  void take(JsonNode step, boolean all) {
    boolean changes = changes(step);
    String time = changes ? "after " + Durations.of(step.path("in_from_ms").asLong()) : "";
    add(step, all, states(step), time, why(step));
  }

  /** Adds a step of the end-to-end encryption, which has separate states. */
  void takeEncryption(JsonNode step, boolean all) {
    int members = step.path("members").asInt();
    String group = members == 0 ? "" : members + " in epoch " + text(step, "epoch");
    add(step, all, "encryption: " + states(step), group, whyEncryption(step));
  }

  private void add(JsonNode step, boolean all, String what, String aside, String why) {
    Instant at = Instant.parse(text(step, "at"));
    if (begun.isEmpty()) {
      begun = DAY.format(at);
    }
    if (changes(step) || all) {
      lines.add("  %s  %-44s %-16s %s".formatted(TIME.format(at), what, aside, why));
    } else {
      unchanged++;
    }
  }

  private static boolean changes(JsonNode step) {
    return text(step, "outcome").equals("transition");
  }

  private static String states(JsonNode step) {
    return changes(step) ? text(step, "from") + " → " + text(step, "to") : text(step, "from");
  }

  private static String whyEncryption(JsonNode step) {
    String refusal = step.has("refusal") ? " (" + text(step, "refusal") + ")" : "";
    return text(step, "on") + refusal + "  " + text(step, "row");
  }

  private static String why(JsonNode step) {
    StringBuilder why = new StringBuilder(text(step, "cause"));
    String to = text(step, "to");
    if (step.has("reason") && !text(step, "reason").equalsIgnoreCase(why.toString())) {
      why.append(" [").append(text(step, "reason")).append(']');
    }
    boolean tries = to.equals("Backoff") || to.equals("Resuming");
    if (tries && text(step, "outcome").equals("transition")) {
      why.append(", attempt ").append(step.path("attempt").asInt());
    }
    if (to.equals("Backoff") && step.has("delay_ms")) {
      why.append(", waits ").append(Durations.of(step.path("delay_ms").asLong()));
    }
    if (text(step, "outcome").equals("violation")) {
      why.append(" (a violation)");
    }
    return why.append("  ").append(text(step, "row")).toString();
  }

  void gap(JsonNode gap) {
    String whose = gap.has("connection") ? "this connection" : "all connections";
    lines.add("  (" + gap.path("lost").asLong() + " entries of " + whose + " are missing here)");
  }

  void print(PrintWriter out) {
    out.println(heading + ", from " + begun);
    lines.forEach(out::println);
    if (unchanged > 0) {
      out.println(
          "  (and " + unchanged + " steps that did not change the state; show them with --all)");
    }
    out.println();
  }

  /** Replaces control characters, because the file can contain control sequences for terminals. */
  private static String text(JsonNode json, String field) {
    return json.path(field).asText().replaceAll("\\p{C}", "?");
  }
}
