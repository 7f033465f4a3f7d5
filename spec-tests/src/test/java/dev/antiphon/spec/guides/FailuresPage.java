package dev.antiphon.spec.guides;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.Reason;
import dev.antiphon.flow.RequestFailure;
import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Generates the list of all failures, ends and exceptions from the enums, the table and the
 * sources.
 */
final class FailuresPage {
  static final String FILE = "docs/failures.md";

  private FailuresPage() {}

  /** The names of all failures, ends and failed moves. */
  static List<String> titles() {
    return reasons().map(Reason::title).toList();
  }

  /** The library's sentence for it, and the table's lines that lead to it. */
  static String section(String title) {
    Reason reason =
        reasons().filter(known -> known.title().equals(title)).findFirst().orElseThrow();
    String sentence = "> " + TableWords.sentence(reason).orElseThrow();
    String lines =
        VoiceFlow.TABLE.rows().stream()
            .filter(row -> row.substate().equals(Optional.of(reason)))
            .map(Row::event)
            .distinct()
            .sorted()
            .map(TableWords::line)
            .collect(Collectors.joining(", "));
    return lines.isEmpty() ? sentence : sentence + "\n\nEvents that lead to it: " + lines + ".";
  }

  /** All of them in one table. */
  static String atAGlance() {
    List<String> lines = new ArrayList<>(List.of("| name | in code | message |", "|---|---|---|"));
    reasons()
        .forEach(
            reason ->
                lines.add(
                    "| [%s](#%s) | `%s.%s` | %s |"
                        .formatted(
                            reason.title(),
                            TableWords.slug(reason.title()),
                            reason.getClass().getSimpleName(),
                            ((Enum<?>) reason).name(),
                            TableWords.sentence(reason).orElseThrow())));
    return String.join("\n", lines);
  }

  /**
   * The exceptions that an application can see: all public ones, except those of the diagram
   * modules.
   */
  static List<String> exceptions() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path source : Documents.files(Documents.ROOT, "Exception.java")) {
      String path = Documents.name(source);
      if (path.startsWith("diagram") || path.startsWith("machine")) {
        continue; // separate modules, which document their exceptions
      }
      if (path.contains("/internal/audit/") || path.contains("/testkit/internal/")) {
        continue; // applications see their messages only in a verdict or a record
      }
      String name = source.getFileName().toString().replace(".java", "");
      if (Files.readString(source).contains("public final class " + name)) {
        names.add(name);
      }
    }
    return names;
  }

  private static Stream<Reason> reasons() {
    return Stream.of(FailureCause.values(), DisconnectReason.values(), RequestFailure.values())
        .flatMap(Arrays::stream);
  }
}
