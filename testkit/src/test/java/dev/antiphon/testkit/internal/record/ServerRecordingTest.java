package dev.antiphon.testkit.internal.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.record.LeaveReason;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEvent.Left;
import dev.antiphon.testkit.record.ServerEvent.Violation;
import dev.antiphon.testkit.record.ViolationKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ServerRecordingTest {

  private final List<ServerEvent> events = new ArrayList<>();
  private final ServerRecording recording = new ServerRecording(3, events::add);

  private static Left left(long user) {
    return new Left(Duration.ZERO, 1, user, LeaveReason.EXPIRED);
  }

  @Test
  void oldestEventsAreDiscardedAndTheirNumberIsCounted() {
    for (int user = 1; user <= 5; user++) {
      recording.record(left(user));
    }
    recording.record(
        new Violation(Duration.ZERO, 0, 1, 2, ViolationKind.UNAUTHENTIC, "for this test"));
    assertThat(recording.events()).hasSize(3).startsWith(left(4), left(5));
    assertThat(events).hasSize(6);
    assertThat(recording.summary().forgottenEvents()).isEqualTo(3);
    assertThat(recording.summary().violations()).containsEntry(ViolationKind.UNAUTHENTIC, 1L);
  }

  @Test
  void collectReturnsPastAndFutureEvents() {
    recording.record(left(1));
    recording.record(left(2));
    CompletableFuture<List<ServerEvent>> three = recording.collect(event -> event.userId() != 2, 2);
    assertThat(three).isNotDone();
    recording.record(left(3));
    recording.record(left(4));
    assertThat(three).isCompletedWithValue(List.of(left(1), left(3)));
    assertThat(recording.collect(event -> true, 1)).isCompletedWithValue(List.of(left(2)));
  }

  @Test
  void pendingFuturesFailWhenTheRecordingIsClosed() {
    CompletableFuture<List<ServerEvent>> never = recording.collect(event -> true, 1);
    recording.close();
    assertThat(never).isCompletedExceptionally();
    assertThat(recording.collect(event -> true, 1)).isCompletedExceptionally();
  }

  @Test
  void exceptionAfterATimeoutContainsTheLastEvents() {
    try (EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start();
        TestClient client = TestClient.joined(server, 1, 2)) {
      assertThat(client.ready).isNotNull();
      assertThatThrownBy(() -> server.awaitFrames(1, 2, 1, Duration.ofMillis(1)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("PT0.001S")
          .hasMessageContaining("ProtocolSelected");
      assertThatThrownBy(() -> server.collect(0, event -> true))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
