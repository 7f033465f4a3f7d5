package dev.antiphon.spec.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.antiphon.audit.AuditEntry;
import dev.antiphon.audit.AuditFile;
import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.machine.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every audit line matches {@code docs/audit/schema.json}. */
class AuditFormatTest {
  private static final Path SCHEMA = Path.of("..", "docs", "audit", "schema.json");

  private final JsonSchema schema = schema();

  @TempDir private Path folder;

  /** The JSON schema of a line. */
  static JsonSchema schema() {
    try {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(Files.readString(SCHEMA));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyAuditLineMatchesTheSchema() throws IOException {
    Path ogg = Files.write(folder.resolve("second.ogg"), DemoTest.firstSecond());
    CommandResult.command("demo", "--json", "--file", ogg.toString(), "--out", folder.toString());
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("transitions.jsonl")));
    lines.addAll(stoppedAndRestarted());
    Set<String> kinds = new TreeSet<>();
    for (String line : lines) {
      JsonNode json = CommandResult.object(line);
      kinds.add(json.get("event").asText());
      assertThat(schema.validate(json)).as(line).isEmpty();
    }
    assertThat(kinds)
        .containsExactly("connection", "encryption", "file", "gap", "seal", "transition");
  }

  @Test
  void schemaRefusesLinesWithUnknownOrMissingFields() throws IOException {
    for (String line : stoppedAndRestarted()) {
      ObjectNode json = (ObjectNode) CommandResult.object(line);
      json.put("token", "abc");
      assertThat(schema.validate(json)).as("an unknown field").isNotEmpty();
      json.remove("token");
      json.remove("hash");
      assertThat(schema.validate(json)).as("a line without a hash").isNotEmpty();
    }
  }

  /** The lines of a file whose writer was stopped after a gap, and of the next file. */
  private List<String> stoppedAndRestarted() throws IOException {
    Path name = folder.resolve("audit.jsonl");
    try (AuditFile audit = AuditFile.numbered(name).signedBy(head -> new byte[] {1, 2, 3}).open()) {
      audit.write(new AuditEntry.Gap(Instant.now(), 3));
      audit.write(
          new AuditEntry.Skipped(
              new AuditEntry.Subject("a", 1, 2), Instant.now(), 4, Map.of(Outcome.VIOLATION, 4L)));
    }
    Path first = newest();
    List<String> lines = new ArrayList<>(Files.readAllLines(first));
    Files.write(first, lines.subList(0, lines.size() - 1));
    AuditFile.numbered(name).open().close();
    lines.addAll(Files.readAllLines(newest()));
    try (LogCapture log = LogCapture.of(AuditFile.class);
        AuditFile audit = AuditFile.numbered(name).open()) {
      Files.delete(newest());
      audit.flush();
      assertThat(log.lines()).hasSize(1);
    }
    lines.addAll(Files.readAllLines(newest()));
    assertThat(lines).anyMatch(line -> line.contains("\"displaced\":[{"));
    assertThat(lines).anyMatch(line -> line.contains("\"kinds\":{"));
    assertThat(lines).anyMatch(line -> line.contains("\"break\":{"));
    return lines;
  }

  private Path newest() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("audit-"))
          .sorted()
          .reduce((older, newer) -> newer)
          .orElseThrow();
    }
  }
}
