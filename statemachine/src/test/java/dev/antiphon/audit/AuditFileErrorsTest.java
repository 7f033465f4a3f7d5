package dev.antiphon.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests failures of the writer and unusual files. {@link AuditTamperTest} tests changed files. */
class AuditFileErrorsTest {
  @TempDir private Path folder;

  @Test
  void hashChainContinuesAfterAFileWithoutACompleteLine() throws IOException {
    for (String begun : List.of("", "{\"event\":\"file\",\"n\":1")) {
      Path place = Files.createTempDirectory(folder, "place");
      write(place, 1);
      Files.writeString(place.resolve("audit-000002.jsonl"), begun);
      Files.writeString(place.resolve("audit-000003.jsonl"), begun);
      write(place, 2);
      List<Path> files = files(place);
      assertThat(files).hasSize(4);
      AuditVerdict verdict = verify(files);
      assertThat(verdict.flaw()).isEmpty();
      assertThat(verdict.notes()).hasSize(2);
      assertThat(verdict.notes().get(0).what()).startsWith("no line is complete");
      assertThat(verify(files.subList(0, 2)).flaw())
          .as("a file without a complete line that no later file records")
          .isPresent();
      Files.writeString(files.get(0), "");
      assertThat(verify(files).flaw()).as("a file with lines").isPresent();
    }
  }

  @Test
  void firstFileWithoutACompleteLineIsReported() throws IOException {
    Files.writeString(folder.resolve("audit-000001.jsonl"), "");
    write(folder, 1);
    assertThat(verify(files(folder)).flaw()).isEmpty();
  }

  @Test
  void bytesAppendedToAnIncompleteLineAreDetected() throws IOException {
    write(folder, 1);
    Path stopped = files(folder).get(0);
    byte[] whole = Files.readAllBytes(stopped);
    Files.write(stopped, Arrays.copyOf(whole, whole.length - 1));
    write(folder, 2);
    assertThat(verify(files(folder)).flaw()).isEmpty();
    Files.writeString(stopped, "x", StandardOpenOption.APPEND);
    assertThat(verify(files(folder)).flaw().orElseThrow().file()).isEqualTo(stopped);
  }

  @Test
  void linesOfAnotherFileAppendedToAFileAreDetected() throws IOException {
    for (int seed = 1; seed <= 3; seed++) {
      write(folder, seed);
      Path stopped = files(folder).get(seed - 1);
      String lines = Files.readString(stopped);
      Files.writeString(stopped, lines.substring(0, lines.indexOf("{\"event\":\"seal\"")));
    }
    write(folder, 4);
    List<Path> files = files(folder);
    assertThat(verify(files).flaw()).isEmpty();
    Files.writeString(files.get(0), Files.readString(files.get(1)), StandardOpenOption.APPEND);
    AuditVerdict.Place flaw =
        verify(List.of(files.get(0), files.get(2), files.get(3))).flaw().orElseThrow();
    assertThat(flaw.what()).startsWith("another file starts here");
    assertThat(flaw.line()).isEqualTo(8);
  }

  @Test
  void fileAfterAnUnrelatedFileIsValid() throws IOException {
    Path foreign = folder.resolve("audit-000001.jsonl");
    Files.writeString(foreign, "{\"a\":1}\n");
    write(folder, 1);
    assertThat(verify(files(folder).subList(1, 2)).flaw()).isEmpty();
    assertThat(verify(files(folder)).flaw().orElseThrow().file()).isEqualTo(foreign);
  }

  @Test
  void fileUsedByAnotherWriterIsNotReplaced() {
    Path file = folder.resolve("one.jsonl");
    try (AuditFile audit = AuditFile.replacing(file)) {
      new Steps("a", 1).next(5).forEach(audit::write);
      assertThatThrownBy(() -> AuditFile.replacing(file)).isInstanceOf(AuditException.class);
    }
    assertThat(verify(List.of(file)).flaw()).isEmpty();
    assertThat(AuditReplay.of(file).steps()).isEqualTo(5);
  }

  @Test
  void directoriesAndSymbolicLinksAreNotReplaced() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> AuditFile.replacing(empty)).isInstanceOf(UncheckedIOException.class);
    assertThat(empty).isDirectory();
    Path behind = Files.createFile(folder.resolve("behind.jsonl"));
    Path link = Files.createSymbolicLink(folder.resolve("link.jsonl"), behind);
    AuditFile.replacing(link).close();
    assertThat(link).isSymbolicLink();
    assertThat(verify(List.of(behind)).flaw()).isEmpty();
  }

  @Test
  void existingFileIsNotDeletedWhenTheDiskIsFull() throws IOException {
    Path full = Path.of("/dev/full");
    assumeThat(full).exists();
    Path link = Files.createSymbolicLink(folder.resolve("link.jsonl"), full);
    assertThatThrownBy(() -> AuditFile.replacing(link))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("the audit file " + link + " cannot be written");
    assertThat(link).isSymbolicLink();
    Files.delete(link);
  }

  @Test
  void fileStaysOpenWhenTheWritingThreadIsInterrupted() throws IOException {
    try (AuditFile audit = AuditFile.numbered(folder.resolve("audit.jsonl")).open()) {
      Thread.currentThread().interrupt();
      new Steps("a", 1).next(5).forEach(audit::write);
      audit.flush();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(files(folder)).hasSize(1);
    assertThat(verify(files(folder)).flaw()).isEmpty();
  }

  @Test
  void existingFileWithTheNextNumberIsNotChanged() throws IOException {
    Steps steps = new Steps("a", 1);
    Path foreign = folder.resolve("audit-000002.jsonl");
    try (AuditFile audit = AuditFile.numbered(folder.resolve("audit.jsonl")).rotateAt(1).open()) {
      Files.writeString(foreign, "of another process");
      assertThatThrownBy(() -> audit.write(steps.next(1).get(0)))
          .isInstanceOf(UncheckedIOException.class);
      audit.write(steps.next(1).get(0));
    }
    assertThat(foreign).hasContent("of another process");
    assertThat(files(folder)).hasSize(3);
  }

  @Test
  void fileWithoutItsSealCanBeReplayedWhenTheSignerFails() throws IOException {
    AuditFile audit =
        AuditFile.numbered(folder.resolve("audit.jsonl"))
            .signedBy(
                head -> {
                  throw new IllegalStateException("a signer that fails, on purpose");
                })
            .open();
    new Steps("a", 1).next(5).forEach(audit::write);
    assertThatThrownBy(audit::close).isInstanceOf(IllegalStateException.class);
    assertThat(verify(files(folder)).flaw().orElseThrow().what()).startsWith("open end after");
    assertThat(AuditReplay.of(files(folder).get(0)).steps()).isEqualTo(5);
    write(folder, 2);
    assertThat(verify(files(folder)).flaw()).isEmpty();
  }

  @Test
  void hashOfTheSealIsAcceptedAsTheExpectedHead() throws IOException {
    AuditFile audit = AuditFile.replacing(folder.resolve("one.jsonl"));
    audit.close();
    AuditVerdict verdict = AuditVerifier.verify(files(folder), Optional.of(audit.head()));
    assertThat(verdict.flaw()).isEmpty();
  }

  @Test
  void replayRefusesAFileThatIsNotAnAuditFile() throws IOException {
    Path file = folder.resolve("one.jsonl");
    for (String text : List.of("", "{}\n", "{\"event\":\"file\",\"version\":2}\n", "[]\n")) {
      Files.writeString(file, text);
      assertThat(AuditReplay.of(file).unexplained().orElseThrow().line()).isEqualTo(1);
    }
  }

  @Test
  void replayRefusesAStepWithAnInvalidPayload() throws IOException {
    Path file = folder.resolve("one.jsonl");
    try (AuditFile audit = AuditFile.replacing(file)) {
      new Steps("a", 1).next(3).forEach(audit::write);
    }
    String whole = Files.readString(file);
    for (String payload : List.of("{\"type\":\"PolicyAnswer\"}", "{\"type\":\"Verdict\"}", "7")) {
      Files.writeString(
          file, whole.replaceAll("\"payload\":\\{[^}]*\\}", "\"payload\":" + payload));
      assertThat(AuditReplay.of(file).unexplained().orElseThrow().line()).isEqualTo(3);
    }
  }

  @Test
  void errorInTheFirstLineIsReportedForLineOne() throws IOException {
    Path file = folder.resolve("one.jsonl");
    AuditFile.replacing(file).close();
    String whole = Files.readString(file, StandardCharsets.UTF_8);
    for (String edited :
        List.of(
            "\uFEFF" + whole,
            "[" + whole.substring(1),
            whole.replaceFirst("\"previous\":\"0", "\"previous\":\"z"),
            whole.replace("\n", "\r\n"))) {
      Files.writeString(file, edited, StandardCharsets.UTF_8);
      assertThat(verify(List.of(file)).flaw().orElseThrow().line()).isEqualTo(1);
    }
    Files.writeString(file, whole + "x".repeat(AuditReader.LONGEST + 1) + "\n");
    assertThat(verify(List.of(file)).flaw().orElseThrow().line()).isEqualTo(3);
  }

  @Test
  void missingExpectedHeadIsReportedForTheLastLineOfTheLastFile() throws IOException {
    write(folder, 1);
    write(folder, 2);
    AuditVerdict verdict = AuditVerifier.verify(files(folder), Optional.of("0".repeat(64)));
    assertThat(verdict.flaw().orElseThrow().file()).isEqualTo(files(folder).get(1));
    assertThat(verdict.flaw().orElseThrow().line()).isEqualTo(8);
    assertThat(verify(files(folder).subList(1, 2)).notes())
        .extracting(AuditVerdict.Place::what)
        .containsExactly("earlier files were not given");
  }

  private static void write(Path place, int seed) {
    try (AuditFile audit = AuditFile.numbered(place.resolve("audit.jsonl")).open()) {
      new Steps("a", seed).next(5).forEach(audit::write);
    }
  }

  private static List<Path> files(Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static AuditVerdict verify(List<Path> files) {
    return AuditVerifier.verify(files, Optional.empty());
  }
}
