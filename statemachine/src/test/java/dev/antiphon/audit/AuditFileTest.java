package dev.antiphon.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {
  private static final Clock CLOCK = Clock.fixed(Steps.BEGIN, ZoneOffset.UTC);

  @TempDir private Path folder;

  @Test
  void completeFileIsVerifiedAndReplayed() {
    Path file = folder.resolve("one.jsonl");
    try (AuditFile audit = AuditFile.replacing(file)) {
      write(audit, new Steps("a", 1).next(50));
    }
    AuditVerdict verdict = AuditVerifier.verify(List.of(file), Optional.empty());
    assertThat(verdict.flaw()).isEmpty();
    assertThat(verdict.sealed()).isTrue();
    assertThat(verdict.lines())
        .as("lines including the first line, the connection and the seal")
        .isEqualTo(53);
    AuditReplay.Outcome replay = AuditReplay.of(file);
    assertThat(replay.unexplained()).isEmpty();
    assertThat(replay.steps()).isEqualTo(50);
    assertThat(replay.connections()).isEqualTo(1);
  }

  @Test
  void rotatedFilesContinueTheHashChainAndCanBeReplayedSeparately() throws IOException {
    Steps first = new Steps("a", 1);
    Steps second = new Steps("b", 2);
    try (AuditFile audit = numbered().rotateAt(20_000).open()) {
      for (int round = 0; round < 20; round++) {
        write(audit, first.next(5));
        write(audit, second.next(5));
      }
    }
    List<Path> files = files();
    assertThat(files).hasSizeGreaterThan(3);
    assertThat(AuditVerifier.verify(files, Optional.empty()).flaw()).isEmpty();
    long steps = 0;
    for (Path file : files) {
      assertThat(Files.size(file)).isLessThan(30_000);
      AuditReplay.Outcome replay = AuditReplay.of(file);
      assertThat(replay.unexplained()).isEmpty();
      steps += replay.steps();
    }
    assertThat(steps).isEqualTo(200);
    List<Path> incomplete = new ArrayList<>(files);
    Path missing = incomplete.remove(1);
    AuditVerdict verdict = AuditVerifier.verify(incomplete, Optional.empty());
    assertThat(verdict.flaw().orElseThrow().file()).isEqualTo(files.get(2)).isNotEqualTo(missing);
  }

  @Test
  void newFileIsStartedWhenTheCurrentFileIsTooOld() throws IOException {
    MovingClock clock = new MovingClock();
    Steps steps = new Steps("a", 1);
    try (AuditFile audit = numbered().clock(clock).rotateAfter(Duration.ofHours(1)).open()) {
      write(audit, steps.next(3));
      clock.now = clock.now.plus(Duration.ofMinutes(59));
      write(audit, steps.next(3));
      assertThat(files()).hasSize(1);
      clock.now = clock.now.plus(Duration.ofMinutes(1));
      write(audit, steps.next(3));
      assertThat(files()).hasSize(2);
    }
    assertThat(AuditVerifier.verify(files(), Optional.empty()).flaw()).isEmpty();
  }

  @Test
  void oldestFilesAreDeletedWhenThereAreTooMany() throws IOException {
    Steps steps = new Steps("a", 1);
    try (AuditFile audit = numbered().rotateAt(1).keep(3).open()) {
      write(audit, steps.next(10));
    }
    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .containsExactly("audit-000009.jsonl", "audit-000010.jsonl", "audit-000011.jsonl");
    AuditVerdict verdict = AuditVerifier.verify(files(), Optional.empty());
    assertThat(verdict.flaw()).as("the remaining files are complete").isEmpty();
  }

  @Test
  void nextFileRecordsTheEndOfAFileWithoutASeal() throws IOException {
    Steps steps = new Steps("a", 1);
    try (AuditFile audit = numbered().open()) {
      write(audit, steps.next(10));
    }
    Path stopped = files().get(0);
    byte[] whole = Files.readAllBytes(stopped);
    int torn = 500;
    Files.write(stopped, java.util.Arrays.copyOf(whole, whole.length - torn));
    try (AuditFile audit = numbered().open()) {
      write(audit, new Steps("b", 2).next(10));
    }
    List<Path> files = files();
    assertThat(files).hasSize(2);
    AuditVerdict verdict = AuditVerifier.verify(files, Optional.empty());
    assertThat(verdict.flaw()).isEmpty();
    assertThat(verdict.notes()).hasSize(1);
    assertThat(verdict.notes().get(0).what())
        .startsWith("open end after line ")
        .contains("incomplete line of ")
        .endsWith("the writer was stopped, and the next file records this");
    assertThat(AuditVerifier.verify(List.of(stopped), Optional.empty()).flaw().orElseThrow().what())
        .startsWith("open end after line ");
    Files.write(stopped, java.util.Arrays.copyOf(whole, 2_000));
    assertThat(AuditVerifier.verify(files, Optional.empty()).flaw())
        .as("more bytes are missing than recorded")
        .isPresent();
  }

  @Test
  void openFailsWhenAnotherWriterUsesTheFile() {
    try (AuditFile audit = numbered().open()) {
      assertThatThrownBy(() -> numbered().open())
          .isInstanceOf(AuditException.class)
          .hasMessageEndingWith("is already in use by another writer");
      write(audit, new Steps("a", 1).next(3));
    }
  }

  @Test
  void gapEntryIsReportedAndLaterStepsAreReplayed() throws IOException {
    Steps steps = new Steps("a", 1);
    try (AuditFile audit = numbered().open()) {
      write(audit, steps.next(10));
      steps.next(7);
      audit.write(new AuditEntry.Gap(Steps.BEGIN, 7));
      write(audit, steps.next(10));
    }
    AuditVerdict verdict = AuditVerifier.verify(files(), Optional.empty());
    assertThat(verdict.flaw()).isEmpty();
    assertThat(verdict.notes())
        .extracting(AuditVerdict.Place::what)
        .containsExactly("7 entries are missing here");
    AuditReplay.Outcome replay = AuditReplay.of(files().get(0));
    assertThat(replay.unexplained()).isEmpty();
    assertThat(replay.steps()).isEqualTo(20);
  }

  @Test
  void fileThatEndsWithAGapEntryIsValid() throws IOException {
    String head;
    try (AuditFile audit = numbered().open()) {
      write(audit, new Steps("a", 1).next(3));
      audit.write(new AuditEntry.Gap(Steps.BEGIN, 7));
      head = audit.head();
    }
    AuditVerdict verdict = AuditVerifier.verify(files(), Optional.of(head));
    assertThat(verdict.flaw()).isEmpty();
    assertThat(verdict.head()).isEqualTo(head);
  }

  @Test
  void sealContainsASignatureOfTheHeadHash() throws IOException, GeneralSecurityException {
    KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    String head;
    try (AuditFile audit = numbered().signedBy(bytes -> sign(keys, bytes)).open()) {
      write(audit, new Steps("a", 1).next(3));
      head = audit.head();
    }
    AuditVerdict verdict = AuditVerifier.verify(files(), Optional.of(head));
    assertThat(verdict.flaw()).isEmpty();
    assertThat(verdict.head()).isEqualTo(head);
    Signature check = Signature.getInstance("Ed25519");
    check.initVerify(keys.getPublic());
    check.update(AuditChain.bytes(head));
    assertThat(check.verify(Base64.getDecoder().decode(verdict.signatures().get(0)))).isTrue();
  }

  @Test
  void replayReportsAStepWithAChangedRow() throws IOException {
    Path file = folder.resolve("one.jsonl");
    try (AuditFile audit = AuditFile.replacing(file)) {
      write(audit, new Steps("a", 1).next(5));
    }
    List<String> lines = Files.readAllLines(file);
    lines.set(4, lines.get(4).replaceFirst("\"row\":\"[^\"]*\"", "\"row\":\"A2.IDLE.1\""));
    Files.write(file, lines);
    AuditVerdict.Place place = AuditReplay.of(file).unexplained().orElseThrow();
    assertThat(place.line()).isEqualTo(5);
    assertThat(place.what())
        .startsWith("this version decides the step differently: row is ")
        .endsWith("but the recorded value is A2.IDLE.1");
  }

  @Test
  void nextEntryStartsANewFileAfterAWriteFailure() throws IOException {
    assertThatThrownBy(() -> AuditFile.numbered(folder.resolve("x").resolve("\0")).open())
        .isInstanceOf(RuntimeException.class);
    Path file = folder.resolve("one.jsonl");
    AuditFile audit = AuditFile.replacing(file);
    audit.close();
    assertThatThrownBy(() -> audit.write(new AuditEntry.Gap(Steps.BEGIN, 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the audit file " + file + " is closed");
    Files.writeString(file, "x", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    assertThat(AuditVerifier.verify(List.of(file), Optional.empty()).flaw().orElseThrow().what())
        .isEqualTo("something follows the seal");
  }

  private AuditFile.Builder numbered() {
    return AuditFile.numbered(folder.resolve("audit.jsonl")).clock(CLOCK);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static void write(AuditFile audit, List<AuditEntry.Step> steps) {
    steps.forEach(audit::write);
    audit.flush();
  }

  private static byte[] sign(KeyPair keys, byte[] head) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(keys.getPrivate());
      signature.update(head);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class MovingClock extends Clock {
    private Instant now = Steps.BEGIN;

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }
}
