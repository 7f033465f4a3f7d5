package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.audit.TransitionEvent;
import dev.antiphon.internal.engine.SpringEngines;
import dev.antiphon.internal.flow.Command;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowSimulation;
import dev.antiphon.internal.flow.VoiceEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransitionEventTest {
  private static final FlowLimits LIMITS = FlowLimits.ofDefaults();

  @TempDir private Path directory;

  @Test
  void flightRecorderReceivesEveryStep() throws IOException {
    List<RecordedEvent> recorded = record(TransitionEventTest::joinAndLeave);
    assertThat(recorded)
        .extracting(event -> event.getString("row"))
        .containsExactly("A1.IDLE.1", "B3.ASU.5", "B8.ASU.2", "A4.ID.1");
    RecordedEvent noted = recorded.get(1);
    assertThat(noted.getString("connection")).isEqualTo("simulated");
    assertThat(noted.getLong("guild")).isEqualTo(1);
    assertThat(noted.getString("from")).isEqualTo("AwaitingServerUpdate");
    assertThat(noted.getString("event")).isEqualTo("voice state, new session");
    assertThat(noted.getString("to")).isEqualTo("AwaitingServerUpdate");
    assertThat(noted.getString("outcome")).isEqualTo("internal");
    assertThat(noted.getString("effects")).isEqualTo("StartTimer(PAIR 3 PT2S false)");
  }

  /** If a field is added, check that it contains no tokens, session ids or keys. */
  @Test
  void flightRecorderEventContainsNoOtherFields() throws IOException {
    List<ValueDescriptor> fields = record(TransitionEventTest::joinAndLeave).get(0).getFields();
    assertThat(fields)
        .extracting(ValueDescriptor::getName)
        .containsExactlyInAnyOrder(
            "startTime",
            "duration",
            "eventThread",
            "stackTrace",
            "connection",
            "sequence",
            "guild",
            "from",
            "event",
            "row",
            "outcome",
            "to",
            "cause",
            "effects",
            "attempt",
            "inFrom");
  }

  private List<RecordedEvent> record(Runnable steps) throws IOException {
    Path file = directory.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      recording.enable(TransitionEvent.class);
      recording.start();
      steps.run();
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file);
  }

  private static void joinAndLeave() {
    try (VirtualLoop time = new VirtualLoop(() -> {})) {
      SimulatedConnection connection =
          new SimulatedConnection(
              time.loop(), LIMITS, SpringEngines.prepared().get(), effect -> {});
      connection.arrive(new Command.Join(FlowSimulation.CHANNEL, false));
      connection.arrive(new VoiceEvent.OwnVoiceState(OptionalLong.of(FlowSimulation.CHANNEL), 1));
      connection.arrive(new VoiceEvent.VoiceServer(1, 1));
      connection.arrive(new Command.Disconnect());
      time.settle();
    }
  }
}
