package dev.antiphon.testkit.internal.session;

import static dev.antiphon.testkit.TestClient.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.ClientDisconnect;
import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.Envelope;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.Hello;
import dev.antiphon.protocol.MlsExternalSender;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.protocol.Resume;
import dev.antiphon.protocol.Resumed;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.protocol.Speaking;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.record.LeaveReason;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEvent.Closed;
import dev.antiphon.testkit.record.ServerEvent.Left;
import dev.antiphon.testkit.record.ServerEvent.Violation;
import dev.antiphon.testkit.record.ViolationKind;
import dev.antiphon.testkit.server.SessionInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {

  private static final Speaking MESSAGE = new Speaking(OptionalLong.of(9), 1, 0, 99);

  private static EmbeddedVoiceServer server() {
    return EmbeddedVoiceServer.builder().plain().start();
  }

  private static void drop(EmbeddedVoiceServer server, TestClient client) {
    server.dropConnection(client.guildId, client.userId);
    server.await(Closed.class, c -> c.code() == 1006, LIMIT);
  }

  @Test
  void resumedIsFollowedByTheMissedMessagesInOrder() {
    try (EmbeddedVoiceServer server = server();
        TestClient client = TestClient.joined(server, 1, 2)) {
      client.send(new Heartbeat(1, 1));
      client.next(HeartbeatAck.class);
      drop(server, client);
      assertThat(client.closeCode()).isEqualTo(1006);
      assertThat(server.sessions()).singleElement().returns(false, SessionInfo::connected);
      assertThat(server.sendTo(1, 2, new ClientsConnect(List.of(5L)))).isFalse();
      server.sendTo(1, 2, new MlsExternalSender(OpaqueBytes.copyOf(new byte[] {1, 2})));
      server.sendTo(1, 2, MESSAGE);

      try (TestClient next = TestClient.open(server, 1, 2).continuing(client)) {
        next.send(next.resume(1));
        assertThat(next.nextEnvelope().message()).isInstanceOf(Hello.class);
        assertThat(next.nextEnvelope()).isEqualTo(Envelope.unnumbered(new Resumed()));
        assertThat(next.nextEnvelope()).isEqualTo(new Envelope(2, new ClientsConnect(List.of(5L))));
        assertThat(next.nextEnvelope())
            .isEqualTo(
                new Envelope(3, new MlsExternalSender(OpaqueBytes.copyOf(new byte[] {1, 2}))));
        assertThat(next.nextEnvelope()).isEqualTo(new Envelope(4, MESSAGE));
        ServerEvent.Resumed event = server.await(ServerEvent.Resumed.class, r -> true, LIMIT);
        assertThat(event.seqAck()).isEqualTo(1);
        assertThat(event.redelivered()).isEqualTo(3);

        server.sendTo(1, 2, MESSAGE);
        assertThat(next.nextEnvelope().sequence()).isEqualTo(5);
      }
    }
  }

  @Test
  void audioContinuesWithTheSameKeyAndAddressAfterAResume() {
    try (EmbeddedVoiceServer server = server();
        TestClient listener = TestClient.joined(server, 1, 3);
        TestClient client = TestClient.joined(server, 1, 2)) {
      client.speak(1);
      listener.next(Speaking.class);
      drop(server, client);
      client.sendFrame(1, new byte[] {1});
      assertThat(listener.receiveFrame().opus()).containsExactly(1);
      try (TestClient next = TestClient.open(server, 1, 2).continuing(client)) {
        next.send(next.resume(1));
        next.next(Resumed.class);
        next.sendFrame(2, new byte[] {2});
        assertThat(listener.receiveFrame().opus()).containsExactly(2);
      }
      assertThat(server.summary().violations()).isEmpty();
    }
  }

  @Test
  void sequenceNumbersWrapToZero() {
    try (EmbeddedVoiceServer server =
            EmbeddedVoiceServer.builder().plain().firstSequence(65_534).start();
        TestClient client = TestClient.joined(server, 1, 2)) {
      assertThat(server.sessions()).singleElement().returns(65_534, SessionInfo::lastSequence);
      List<Integer> numbers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        server.sendTo(1, 2, MESSAGE);
        numbers.add(client.nextEnvelope(Speaking.class).sequence());
      }
      assertThat(numbers).containsExactly(65_535, 0, 1);
      client.send(new Heartbeat(1, 0));
      client.next(HeartbeatAck.class);
      assertThat(server.sessions()).singleElement().returns(0, SessionInfo::acknowledged);
      drop(server, client);
      server.sendTo(1, 2, MESSAGE);
      try (TestClient next = TestClient.open(server, 1, 2)) {
        next.send(next.resume(65_535));
        next.next(Resumed.class);
        assertThat(next.nextEnvelope().sequence()).isZero();
        assertThat(next.nextEnvelope().sequence()).isEqualTo(1);
        assertThat(next.nextEnvelope().sequence()).isEqualTo(2);
      }
      assertThat(server.summary().violations()).isEmpty();
    }
  }

  @Test
  void resumeWithoutSeqAckRedeliversAllMessages() {
    try (EmbeddedVoiceServer server = server();
        TestClient client = TestClient.joined(server, 1, 2)) {
      drop(server, client);
      try (TestClient next = TestClient.open(server, 1, 2)) {
        next.sendText(
            "{\"op\":7,\"d\":{\"server_id\":\"1\",\"session_id\":\"%s\",\"token\":\"%s\",\"seq\":3}}"
                .formatted(next.session(), TestClient.TOKEN));
        next.next(Resumed.class);
        assertThat(next.nextEnvelope().message()).isEqualTo(client.description);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 1000, 65_535})
  void resumeWithATooHighSeqAckIsRefusedWith4006(int seqAck) {
    try (EmbeddedVoiceServer server = server();
        TestClient client = TestClient.joined(server, 1, 2)) {
      drop(server, client);
      try (TestClient next = TestClient.open(server, 1, 2)) {
        next.send(next.resume(seqAck));
        assertThat(next.closeCode()).isEqualTo(4006);
      }
    }
  }

  @Test
  void heartbeatWithATooHighSeqAckIsRecordedAsAViolation() {
    try (EmbeddedVoiceServer server = server();
        TestClient client = TestClient.joined(server, 1, 2)) {
      client.send(new Heartbeat(1, 2));
      client.next(HeartbeatAck.class);
      server.await(Violation.class, v -> v.kind() == ViolationKind.SEQUENCE_AHEAD, LIMIT);
    }
  }

  @Test
  void resumeIsRefusedWith4006WhenMissedMessagesWereDiscarded() {
    try (EmbeddedVoiceServer server = server();
        TestClient client = TestClient.joined(server, 1, 2)) {
      drop(server, client);
      for (int i = 0; i < 1025; i++) {
        server.sendTo(1, 2, MESSAGE);
      }
      try (TestClient next = TestClient.open(server, 1, 2)) {
        next.send(next.resume(1));
        assertThat(next.closeCode()).isEqualTo(4006);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "token"})
  void resumeWithWrongCredentialsIsRefusedWith4006(String wrong) {
    try (EmbeddedVoiceServer server = server();
        TestClient client = TestClient.joined(server, 1, 2)) {
      drop(server, client);
      try (TestClient next = TestClient.open(server, 1, 2)) {
        next.send(
            new Resume(
                1,
                wrong.equals("session") ? "other" : next.session(),
                wrong.equals("token") ? "other" : TestClient.TOKEN,
                -1));
        assertThat(next.closeCode()).isEqualTo(4006);
      }
    }
  }

  @Test
  void sessionEndsWhenTheResumeWindowHasPassed() {
    try (EmbeddedVoiceServer server =
            EmbeddedVoiceServer.builder().plain().resumeWindow(Duration.ofMillis(100)).start();
        TestClient other = TestClient.joined(server, 1, 3);
        TestClient client = TestClient.joined(server, 1, 2)) {
      drop(server, client);
      assertThat(other.next(ClientDisconnect.class).userId()).isEqualTo(2);
      assertThat(server.await(Left.class, l -> true, LIMIT).reason())
          .isEqualTo(LeaveReason.EXPIRED);
      try (TestClient next = TestClient.open(server, 1, 2)) {
        next.send(next.resume(-1));
        assertThat(next.closeCode()).isEqualTo(4006);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 4000, 4014})
  void sessionEndsWhenTheClientClosesWith1000Or4000Or4014(int code) {
    try (EmbeddedVoiceServer server = server();
        TestClient client = TestClient.joined(server, 1, 2)) {
      client.close(code);
      assertThat(server.await(Left.class, l -> true, LIMIT).reason())
          .isEqualTo(LeaveReason.CLIENT_CLOSED);
      assertThat(server.await(Closed.class, c -> true, LIMIT))
          .returns(code, Closed::code)
          .returns(false, Closed::byServer);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3000, 4900})
  void sessionCanBeResumedWhenTheClientClosesWith3000Or4900(int code) {
    try (EmbeddedVoiceServer server = server();
        TestClient client = TestClient.joined(server, 1, 2)) {
      client.close(code);
      server.await(Closed.class, c -> c.code() == code, LIMIT);
      try (TestClient next = TestClient.open(server, 1, 2)) {
        next.send(next.resume(1));
        next.next(Resumed.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 4000, 4015, 4999})
  void sessionCanBeResumedWhenTheServerClosesWithAResumableCode(int code) {
    try (EmbeddedVoiceServer server = server();
        TestClient client = TestClient.joined(server, 1, 2)) {
      assertThat(server.disconnect(1, 2, code)).isTrue();
      assertThat(client.closeCode()).isEqualTo(code);
      assertThat(server.disconnect(1, 2, code)).isFalse();
      try (TestClient next = TestClient.open(server, 1, 2)) {
        next.send(next.resume(1));
        next.next(Resumed.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4001, 4006, 4009, 4011, 4014, 4017, 4021, 4022})
  void sessionEndsWhenTheServerClosesWithAnUnresumableCode(int code) {
    try (EmbeddedVoiceServer server = server();
        TestClient client = TestClient.joined(server, 1, 2)) {
      assertThat(server.disconnect(1, 2, code)).isTrue();
      assertThat(client.closeCode()).isEqualTo(code);
      assertThat(server.sessions()).isEmpty();
    }
  }

  @Test
  void resumeOfAnExpiredSessionIsRefusedWith4006() {
    try (EmbeddedVoiceServer server = server();
        TestClient client = TestClient.joined(server, 1, 2)) {
      drop(server, client);
      assertThat(server.expire(1, 2)).isTrue();
      assertThat(server.expire(1, 2)).isFalse();
      try (TestClient next = TestClient.open(server, 1, 2)) {
        next.send(next.resume(1));
        assertThat(next.closeCode()).isEqualTo(4006);
      }
    }
  }

  @Test
  void resumeResetsTheOldConnectionWhenTheOldConnectionIsStillOpen() {
    try (EmbeddedVoiceServer server = server();
        TestClient client = TestClient.joined(server, 1, 2);
        TestClient next = TestClient.open(server, 1, 2)) {
      next.send(next.resume(1));
      next.next(Resumed.class);
      assertThat(client.closeCode()).isEqualTo(1006);
      server.sendTo(1, 2, MESSAGE);
      assertThat(next.next(Speaking.class)).isEqualTo(MESSAGE);
      assertThat(server.sessions()).singleElement().returns(true, SessionInfo::connected);
    }
  }

  @Test
  void connectionIsClosedWith1001WhenTheServerIsClosed() {
    EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().tls().start();
    try (TestClient client = TestClient.joined(server, 1, 2)) {
      server.close();
      assertThat(client.closeCode()).isEqualTo(1001);
    }
  }

  @Test
  void dropConnectionsDropsAllConnectionsAndKeepsTheirSessions() {
    try (EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().tls().start();
        TestClient a = TestClient.joined(server, 1, 2);
        TestClient b = TestClient.joined(server, 2, 2)) {
      server.dropConnections();
      assertThat(a.closeCode()).isEqualTo(1006);
      assertThat(b.closeCode()).isEqualTo(1006);
      assertThat(server.await(Closed.class, c -> true, LIMIT).byServer()).isTrue();
      assertThat(server.sessions()).hasSize(2).noneMatch(SessionInfo::connected);
    }
  }

  @Test
  void receivedMessageIsNotRedeliveredAfterAResume() {
    try (EmbeddedVoiceServer server = server();
        TestClient client = TestClient.joined(server, 1, 2)) {
      drop(server, client);
      try (TestClient next = TestClient.open(server, 1, 2)) {
        next.send(next.resume(1));
        next.next(Resumed.class);
        next.send(new Heartbeat(1, 1));
        next.next(HeartbeatAck.class);
        assertThat(next.waiting()).isEmpty();
        assertThat(
                server.events().stream()
                    .filter(ServerEvent.MessageSent.class::isInstance)
                    .map(ServerEvent.MessageSent.class::cast)
                    .filter(sent -> sent.message() instanceof SessionDescription))
            .hasSize(1);
      }
    }
  }
}
