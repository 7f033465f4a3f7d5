package dev.antiphon.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests files of other versions: an older format, and newer names. */
class AuditVersionsTest {
  private static final Path VERSION_1 =
      Path.of(
          System.getProperty("antiphon.root"),
          "statemachine/src/test/resources/audit-version-1.jsonl");

  @TempDir private Path folder;

  @Test
  void fileOfVersion1IsValid() {
    AuditVerdict verdict = AuditVerifier.verify(List.of(VERSION_1), Optional.empty());
    assertThat(verdict.flaw()).isEmpty();
    assertThat(verdict.sealed()).isTrue();
    assertThat(verdict.lines()).isEqualTo(46);
  }

  @Test
  void tableRowsInAFileOfVersion1AreCounted() {
    assertThat(AuditRows.taken(List.of(VERSION_1))).containsEntry("A1.IDLE.1", 2L);
  }

  @Test
  void replayOfVersion1IsRefusedAndTheNeededVersionIsNamed() {
    AuditReplay.Outcome outcome = AuditReplay.of(VERSION_1);
    assertThat(outcome.steps()).isZero();
    assertThat(outcome.unexplained().orElseThrow().what())
        .contains("version 1 of the format")
        .contains("replay it with a version of Antiphon that writes version 1");
  }

  @Test
  void fileOfVersion2ContinuesAFileOfVersion1() throws IOException {
    Path older = folder.resolve("voice-000001.jsonl");
    Files.copy(VERSION_1, older);
    try (AuditFile audit = AuditFile.numbered(folder.resolve("voice.jsonl")).open()) {
      new Steps("a", 1).next(20).forEach(audit::write);
    }
    Path newer = folder.resolve("voice-000002.jsonl");
    assertThat(Files.readString(newer)).startsWith("{\"event\":\"file\"").contains("\"version\":2");
    assertThat(AuditVerifier.verify(List.of(older, newer), Optional.empty()).flaw()).isEmpty();
    assertThat(AuditReplay.of(newer).unexplained()).isEmpty();
  }

  @Test
  void newerVersionIsRefusedAndTheSupportedVersionsAreNamed() throws IOException {
    Path later = written("\"version\":2", "\"version\":3");
    assertThat(AuditReplay.of(later).unexplained().orElseThrow().what())
        .isEqualTo("expected the format antiphon-audit, version 1 to 2");
    assertThat(AuditVerifier.verify(List.of(later), Optional.empty()).flaw()).isPresent();
  }

  @Test
  void replayOfAnUnknownNameReportsThatANewerVersionIsNeeded() throws IOException {
    assertThat(replayed("\"type\":\"Join\"", "\"type\":\"Summon\""))
        .isEqualTo(
            "the table of this version has no VoiceEvent Summon: replay the file with the"
                + " version that recorded it, or a newer one");
    assertThat(replayed("\"row\":\"A1.IDLE.1\"", "\"row\":\"A1.IDLE.7\""))
        .isEqualTo(
            "the table of this version has no row A1.IDLE.7: replay the file with the version"
                + " that recorded it, or a newer one");
    assertThat(replayed("\"serverRequests\":", "\"more\":1,\"serverRequests\":"))
        .isEqualTo(
            "the table of this version has no part more: replay the file with the version that"
                + " recorded it, or a newer one");
  }

  @Test
  void invalidNameIsNotQuotedInTheMessage() throws IOException {
    assertThat(replayed("\"type\":\"Join\"", "\"type\":\"Bot MTIz.secret\""))
        .contains("has no VoiceEvent that cannot be shown")
        .doesNotContain("secret");
  }

  @Test
  void lineOfAnUnknownKindIsIgnored() throws IOException {
    Path file = written("", "");
    List<String> lines = Files.readAllLines(file);
    Path more = folder.resolve("more.jsonl");
    Files.writeString(more, lines.get(0) + "\n{\"event\":\"weather\"}\n" + rest(lines, 1) + "\n");
    assertThat(AuditReplay.of(more).unexplained()).isEmpty();
    assertThat(AuditReplay.of(more).steps()).isEqualTo(20);
  }

  private String replayed(String text, String instead) throws IOException {
    return AuditReplay.of(written(text, instead)).unexplained().orElseThrow().what();
  }

  private Path written(String text, String instead) throws IOException {
    Path file = folder.resolve("audit-" + Math.abs(instead.hashCode()) + ".jsonl");
    try (AuditFile audit = AuditFile.replacing(file)) {
      new Steps("a", 1).next(20).forEach(audit::write);
    }
    String content = Files.readString(file);
    assertThat(content).contains(text);
    Files.writeString(file, content.replace(text, instead));
    return file;
  }

  private static String rest(List<String> lines, int from) {
    return String.join("\n", lines.subList(from, lines.size()));
  }
}
