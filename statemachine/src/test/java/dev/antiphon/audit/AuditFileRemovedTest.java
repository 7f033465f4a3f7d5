package dev.antiphon.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.antiphon.fixtures.LogCapture;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An audit file or its folder is removed, moved or shortened while it is written. */
class AuditFileRemovedTest {
  @TempDir private Path parent;

  private final Steps steps = new Steps("a", 1);
  private Path folder;
  private LogCapture log;

  @BeforeEach
  void begin() {
    folder = parent.resolve("audit");
    log = LogCapture.of(AuditFile.class);
  }

  @AfterEach
  void end() {
    log.close();
  }

  @Test
  void removedFileIsNoticedAtTheNextFlush() throws IOException {
    try (AuditFile audit = open(Long.MAX_VALUE)) {
      write(audit, 5);
      Files.delete(file(1));
      write(audit, 5);
      assertThat(audit.path()).isEqualTo(file(2)).exists();
      write(audit, 5);
    }
    assertThat(log.lines())
        .singleElement(STRING)
        .startsWith("WARN the audit file " + file(1) + " was removed, moved or replaced");
    AuditVerdict verdict = verify(file(2));
    assertThat(verdict.flaw()).isEmpty();
    assertThat(verdict.notes()).hasSize(1);
    assertThat(verdict.notes().get(0).what())
        .isEqualTo(
            "lines 1 to 13 are missing here: the file audit-000001.jsonl was removed, moved or"
                + " replaced while it was written");
    assertThat(AuditReplay.of(file(2)).unexplained()).isEmpty();
    assertThat(AuditReplay.of(file(2)).steps()).isEqualTo(5);
  }

  @Test
  void removedFolderIsCreatedAgain() throws IOException {
    try (AuditFile audit = open(Long.MAX_VALUE)) {
      write(audit, 5);
      deleteFolder();
      write(audit, 5);
      write(audit, 5);
    }
    assertThat(verify(file(2)).flaw()).isEmpty();
    assertThat(AuditReplay.of(file(2)).steps()).isEqualTo(5);
  }

  @Test
  void filesRemovedWhileTheyWereWrittenAreNamedAndOtherMissingFilesAreReported()
      throws IOException {
    try (AuditFile audit = open(4_500)) {
      write(audit, 5);
      write(audit, 1);
      assertThat(audit.path()).isEqualTo(file(2));
      Files.delete(file(2));
      audit.flush();
      write(audit, 1);
      Files.delete(file(3));
      audit.flush();
      write(audit, 5);
      write(audit, 1);
      assertThat(audit.path()).isEqualTo(file(5));
    }
    AuditVerdict verdict = verify(file(1), file(4), file(5));
    assertThat(verdict.flaw()).isEmpty();
    assertThat(verdict.notes()).hasSize(1);
    assertThat(verdict.notes().get(0).what()).contains("audit-000002.jsonl, audit-000003.jsonl");
    assertThat(verify(file(1), file(5)).flaw()).as("a file that was removed later").isPresent();
    assertThat(verify(file(4), file(5)).flaw()).isEmpty();
  }

  @Test
  void movedFileIsSealedAndContinued() throws IOException {
    Path moved = parent.resolve("audit-000001.jsonl.1");
    try (AuditFile audit = open(Long.MAX_VALUE)) {
      write(audit, 5);
      Files.move(file(1), moved);
      write(audit, 5);
      write(audit, 5);
    }
    AuditVerdict verdict = verify(moved, file(2));
    assertThat(verdict.flaw()).isEmpty();
    assertThat(verdict.notes()).isEmpty();
    assertThat(AuditReplay.of(moved).steps() + AuditReplay.of(file(2)).steps()).isEqualTo(15);
  }

  @Test
  void fileOfTheSameNameIsNotChanged() throws IOException {
    Path single = parent.resolve("one.jsonl");
    try (AuditFile audit = AuditFile.replacing(single)) {
      write(audit, 5);
      Files.delete(single);
      Files.writeString(single, "of another process");
      write(audit, 5);
      write(audit, 5);
      assertThat(AuditReplay.of(audit.path()).steps()).isEqualTo(5);
    }
    assertThat(single).hasContent("of another process");
  }

  @Test
  void singleFileHasItsNameAgainAfterItWasRemoved() throws IOException {
    Path single = parent.resolve("one.jsonl");
    try (AuditFile audit = AuditFile.replacing(single)) {
      write(audit, 5);
      Files.delete(single);
      write(audit, 5);
      write(audit, 5);
      assertThat(audit.path()).isEqualTo(single);
    }
    assertThat(verify(single).flaw()).isEmpty();
    assertThat(AuditReplay.of(single).steps()).isEqualTo(5);
  }

  @Test
  void shortenedFileIsNotWrittenAnyMore() throws IOException {
    Path copy = parent.resolve("copy.jsonl");
    try (AuditFile audit = open(Long.MAX_VALUE)) {
      write(audit, 5);
      Files.copy(file(1), copy);
      try (FileChannel channel = FileChannel.open(file(1), StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
      write(audit, 2);
      write(audit, 5);
    }
    assertThat(file(1)).isEmptyFile();
    assertThat(log.lines())
        .singleElement(STRING)
        .startsWith("WARN the audit file " + file(1) + " was shortened");
    AuditVerdict verdict = verify(copy, file(2));
    assertThat(verdict.flaw()).isEmpty();
    assertThat(verdict.notes().get(0).what()).contains("open end after line 7");
    assertThat(verdict.notes().get(1).what())
        .isEqualTo(
            "lines 8 to 9 are missing here: the file audit-000001.jsonl was shortened while it was"
                + " written");
  }

  @Test
  void shortenedFileIsNoticedAlsoWhenMoreWasWrittenSinceThanWasCutOff() throws IOException {
    try (AuditFile audit = open(Long.MAX_VALUE)) {
      write(audit, 5);
      try (FileChannel channel = FileChannel.open(file(1), StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
      write(audit, 200);
      write(audit, 5);
    }
    assertThat(log.lines())
        .singleElement(STRING)
        .startsWith("WARN the audit file " + file(1) + " was shortened");
    assertThat(verify(file(2)).flaw()).isEmpty();
    assertThat(AuditReplay.of(file(2)).steps()).isEqualTo(5);
  }

  @Test
  void fileThatWasRemovedBeforeTheLastFlushIsNoticedByClose() throws IOException {
    try (AuditFile audit = open(Long.MAX_VALUE)) {
      write(audit, 5);
      Files.delete(file(1));
      steps.next(2).forEach(audit::write);
    }
    assertThat(log.lines())
        .singleElement(STRING)
        .startsWith("WARN the audit file " + file(1) + " was removed, moved or replaced");
    AuditVerdict verdict = verify(file(2));
    assertThat(verdict.flaw()).isEmpty();
    assertThat(verdict.sealed()).isTrue();
    assertThat(verdict.notes().get(0).what()).contains("audit-000001.jsonl");
  }

  @Test
  void entriesCountAsLostWhileTheFolderCannotBeCreated() throws Exception {
    try (LogCapture errors = LogCapture.of(AuditPump.class);
        AuditFile audit = open(Long.MAX_VALUE)) {
      AuditPump pump = new AuditPump(audit, Clock.systemUTC());
      try (pump) {
        deleteFolder();
        Files.writeString(folder, "a file with the name of the folder");
        pump.accept(steps.next(1).get(0));
        errors.await(1);
        pump.accept(steps.next(1).get(0));
        errors.await(2);
        Files.delete(folder);
        steps.next(5).forEach(pump::accept);
      }
      assertThat(errors.lines()).hasSize(2);
      assertThat(pump.lost()).isEqualTo(1);
    }
    Path written = file(2);
    AuditVerdict verdict = verify(written);
    assertThat(verdict.flaw()).isEmpty();
    assertThat(verdict.notes()).hasSize(2);
    assertThat(verdict.notes().get(1).what()).isEqualTo("1 entries are missing here");
  }

  private AuditFile open(long size) {
    return AuditFile.numbered(folder.resolve("audit.jsonl")).rotateAt(size).open();
  }

  private void write(AuditFile audit, int count) {
    steps.next(count).forEach(audit::write);
    audit.flush();
  }

  private Path file(int number) {
    return folder.resolve("audit-%06d.jsonl".formatted(number));
  }

  private void deleteFolder() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static AuditVerdict verify(Path... files) {
    return AuditVerifier.verify(List.of(files), Optional.empty());
  }
}
