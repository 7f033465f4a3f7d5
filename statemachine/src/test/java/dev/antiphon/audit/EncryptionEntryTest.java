package dev.antiphon.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.DaveRecord;
import dev.antiphon.dave.DaveTable;
import dev.antiphon.fixtures.LogCapture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the steps of the end-to-end encryption in an audit file. */
class EncryptionEntryTest {
  private static final AuditEntry.Subject SUBJECT = new AuditEntry.Subject("a", -1, 99);

  @TempDir private Path folder;

  private static AuditEntry.Encryption step(long sequence, int session, String row) {
    DaveRecord record =
        new DaveRecord(
            DaveTable.SESSION.rows().stream().filter(one -> one.id().equals(row)).findAny().get(),
            OptionalInt.of(1),
            OptionalLong.of(-1),
            3,
            OptionalInt.of(7),
            Optional.of("BAD_SIGNATURE"),
            List.of("SendTransitionReady(7)"));
    return new AuditEntry.Encryption(SUBJECT, sequence, Steps.BEGIN, 5, session, 7, record);
  }

  @Test
  void encryptionStepIsWrittenAsOneLineWithItsRowAndItsGroup() {
    assertThat(step(2, 1, "29c.ACT.3").toJson())
        .isEqualTo(
            """
            {"event":"encryption","connection":"a","sequence":2,\
            "at":"2026-01-02T03:04:05.678Z","nanos":5,"guild":"18446744073709551615",\
            "user":"99","channel":"7","session":1,"from":"Active","to":"Pending",\
            "on":"commit, invalid","row":"29c.ACT.3","outcome":"transition","version":1,\
            "epoch":"18446744073709551615","members":3,"transition":7,\
            "refusal":"BAD_SIGNATURE","effects":["SendTransitionReady(7)"]}""");
  }

  @Test
  void connectionStepsAreReplayedBetweenEncryptionSteps() throws IOException {
    Path file = folder.resolve("one.jsonl");
    List<AuditEntry.Step> steps = new Steps("a", 1).next(4);
    try (AuditFile audit = AuditFile.replacing(file)) {
      audit.write(steps.get(0));
      audit.write(step(1, 1, "4b.DIS.1"));
      audit.write(steps.get(1));
      audit.write(step(2, 1, "29f.PEN.1"));
      steps.subList(2, 4).forEach(audit::write);
    }
    assertThat(AuditVerifier.verify(List.of(file), Optional.empty()).flaw()).isEmpty();
    AuditReplay.Outcome replay = AuditReplay.of(file);
    assertThat(replay.unexplained()).isEmpty();
    assertThat(replay.steps()).isEqualTo(4);
    assertThat(replay.encryptionSteps()).isEqualTo(2);
    assertThat(Files.readAllLines(file))
        .as("one line with the memory of the connection")
        .filteredOn(line -> line.startsWith("{\"event\":\"connection\""))
        .hasSize(1);
    assertThat(AuditRows.taken(List.of(file))).doesNotContainKey("4b.DIS.1");
  }

  @Test
  void replayReportsAnUnknownRowAndADifferentResult() throws IOException {
    Path file = folder.resolve("one.jsonl");
    try (AuditFile audit = AuditFile.replacing(file)) {
      audit.write(step(1, 1, "4b.DIS.1"));
    }
    String line = Files.readAllLines(file).get(1);
    assertThat(unexplained(file, line.replace("4b.DIS.1", "4b.DIS.9")))
        .isEqualTo(
            "the table of this version has no row 4b.DIS.9: replay the file with the version that"
                + " recorded it, or a newer one");
    assertThat(unexplained(file, line.replace("\"to\":\"Pending\"", "\"to\":\"Active\"")))
        .isEqualTo(
            "this version decides the step differently: to is Pending, but the recorded value is"
                + " Active");
    assertThat(unexplained(file, line.replace("\"outcome\":\"t", "\"outcome\":\"T"))).isNotEmpty();
    assertThat(unexplained(file, line.replace("\"on\":\"", "\"on\":\"x"))).isNotEmpty();
  }

  private static String unexplained(Path file, String line) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    assertThat(lines.get(1)).isNotEqualTo(line);
    lines.set(1, line);
    Path changed = file.resolveSibling("changed.jsonl");
    Files.write(changed, lines);
    AuditVerdict.Place place = AuditReplay.of(changed).unexplained().orElseThrow();
    assertThat(place.line()).isEqualTo(2);
    return place.what();
  }

  @Test
  void stepThatDoesNotStartInTheStateOfThePreviousStepIsReported() {
    assertThat(replayed(step(1, 1, "4b.DIS.1"), step(2, 1, "29f.ACT.1")).unexplained())
        .hasValueSatisfying(
            place ->
                assertThat(place.what())
                    .isEqualTo(
                        "the previous step ended in Pending, but this step begins in Active"));
    assertThat(replayed(step(1, 1, "4b.DIS.1"), step(2, 2, "4b.DIS.1")).unexplained())
        .as("another session")
        .isEmpty();
    assertThat(replayed(step(1, 1, "4b.DIS.1"), step(3, 1, "29f.ACT.1")).unexplained())
        .as("after a gap")
        .isEmpty();
  }

  private AuditReplay.Outcome replayed(AuditEntry.Encryption... steps) {
    Path file = folder.resolve("some.jsonl");
    try (AuditFile audit = AuditFile.replacing(file)) {
      List.of(steps).forEach(audit::write);
    }
    return AuditReplay.of(file);
  }

  @Test
  void failedEncryptionEntryIsReportedAsAGapEntry() {
    List<AuditEntry> written = new ArrayList<>();
    AuditSink failing =
        entry -> {
          if (entry instanceof AuditEntry.Encryption) {
            throw new IllegalStateException("a sink that fails, on purpose");
          }
          written.add(entry);
        };
    try (LogCapture log = LogCapture.of(AuditPump.class)) {
      try (AuditPump pump = new AuditPump(failing, Clock.fixed(Steps.BEGIN, ZoneOffset.UTC))) {
        pump.accept(step(1, 1, "4b.DIS.1"));
      }
      assertThat(log.lines()).hasSize(1);
      assertThat(log.text()).contains("a sink that fails, on purpose");
    }
    assertThat(written).containsExactly(new AuditEntry.Gap(Steps.BEGIN, 1));
  }
}
