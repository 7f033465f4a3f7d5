package dev.antiphon.spec.guides;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.MoveFailure;
import dev.antiphon.flow.Reason;
import dev.antiphon.internal.flow.FlowRows;
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

/** Every way in which something can end or fail, from the enums, the table and the sources. */
final class FailuresPage {
  static final String FILE = "docs/failures.md";

  private FailuresPage() {}

  /** The names under which ends and failures are told. */
  static List<String> titles() {
    return reasons().map(Reason::title).toList();
  }

  /** What the library says of it, and on which lines of the table it comes. */
  static String says(String title) {
    Reason reason =
        reasons().filter(known -> known.title().equals(title)).findFirst().orElseThrow();
    String sentence = "> " + TableWords.sentence(reason).orElseThrow();
    String lines =
        VoiceFlow.TABLE.rows().stream()
            .filter(row -> FlowRows.reason(row).equals(Optional.of(reason)))
            .map(Row::event)
            .distinct()
            .sorted()
            .map(TableWords::line)
            .collect(Collectors.joining(", "));
    return lines.isEmpty() ? sentence : sentence + "\n\nComes on: " + lines + ".";
  }

  /** All of them in a table. */
  static String atAGlance() {
    List<String> lines = new ArrayList<>(List.of("| name | in code | says |", "|---|---|---|"));
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

  /** The exceptions that an application can meet: every public one, but for those of diagrams. */
  static List<String> exceptions() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path source : Documents.files(Documents.ROOT, "Exception.java")) {
      String path = Documents.name(source);
      if (path.startsWith("diagram") || path.startsWith("machine")) {
        continue; // other modules for other users, which say what they throw
      }
      if (path.contains("/internal/audit/") || path.contains("/testkit/internal/")) {
        continue; // a verdict, or a server's own record, says what they say
      }
      String name = source.getFileName().toString().replace(".java", "");
      if (Files.readString(source).contains("public final class " + name)) {
        names.add(name);
      }
    }
    return names;
  }

  private static Stream<Reason> reasons() {
    return Stream.of(FailureCause.values(), DisconnectReason.values(), MoveFailure.values())
        .flatMap(Arrays::stream);
  }
}
