package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.audit.EncryptionStepEvent;
import dev.antiphon.dave.DaveRecord;
import dev.antiphon.dave.DaveTable;
import dev.antiphon.fixtures.LogCapture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionRecorderTest {
  @TempDir private Path directory;

  private static EncryptionRecorder recorder(Consumer<AuditEntry.Encryption> observer) {
    return new EncryptionRecorder(
        new AuditEntry.Subject("a", 1, 2),
        Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
        () -> 5,
        observer);
  }

  private static DaveRecord record(List<String> effects) {
    return new DaveRecord(
        DaveTable.SESSION.rows().get(0),
        OptionalInt.of(1),
        OptionalLong.of(3),
        4,
        OptionalInt.empty(),
        Optional.empty(),
        effects);
  }

  @Test
  void stepNumbersContinueInTheNextSession() {
    List<AuditEntry.Encryption> observer = new ArrayList<>();
    EncryptionRecorder recorder = recorder(observer::add);
    recorder.record(1, 7, record(List.of()));
    recorder.record(2, 8, record(List.of()));
    assertThat(observer).extracting(AuditEntry.Encryption::sequence).containsExactly(1L, 2L);
    assertThat(observer).extracting(AuditEntry.Encryption::session).containsExactly(1, 2);
    assertThat(observer).extracting(AuditEntry.Encryption::channelId).containsExactly(7L, 8L);
  }

  @Test
  void exceptionOfTheObserverIsLoggedAndLaterStepsAreRecorded() {
    List<AuditEntry.Encryption> observer = new ArrayList<>();
    EncryptionRecorder recorder =
        recorder(
            step -> {
              observer.add(step);
              throw new IllegalStateException("an observer that fails, on purpose");
            });
    try (LogCapture log = LogCapture.of(EncryptionRecorder.class)) {
      recorder.record(1, 7, record(List.of()));
      recorder.record(1, 7, record(List.of()));
      assertThat(log.lines())
          .hasSize(2)
          .containsOnly("WARN connection a: an observer threw an exception");
      assertThat(log.text()).contains("an observer that fails, on purpose");
    }
    assertThat(observer).extracting(AuditEntry.Encryption::sequence).containsExactly(1L, 2L);
  }

  /** If a field is added, check that it contains no keys, codes or users. */
  @Test
  void flightRecorderEventContainsTheRowAndNoOtherFields() throws IOException {
    Path file = directory.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      recording.enable(EncryptionStepEvent.class);
      recording.start();
      recorder(step -> {}).record(1, 7, record(List.of("SendKeyPackage", "PublishMedia(HOLD)")));
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertThat(events).hasSize(1);
    RecordedEvent event = events.get(0);
    assertThat(event.getEventType().getName()).isEqualTo("dev.antiphon.EncryptionStep");
    assertThat(event.getString("row")).isEqualTo(record(List.of()).row().id());
    assertThat(event.getString("outcome")).isEqualTo(record(List.of()).row().outcome().title());
    assertThat(event.getString("epoch")).isEqualTo("3");
    assertThat(event.getString("effects")).isEqualTo("SendKeyPackage, PublishMedia(HOLD)");
    assertThat(event.getFields())
        .extracting(ValueDescriptor::getName)
        .containsExactlyInAnyOrder(
            "startTime",
            "duration",
            "eventThread",
            "stackTrace",
            "connection",
            "sequence",
            "session",
            "from",
            "event",
            "row",
            "outcome",
            "to",
            "epoch",
            "members",
            "refusal",
            "effects");
  }
}
