package dev.antiphon.testkit.fault;

import static dev.antiphon.testkit.TestClient.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.Hello;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.Resumed;
import dev.antiphon.protocol.SelectProtocol;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.protocol.Speaking;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.udp.internal.DiscoveryPacket;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that end or silence connections, and simulated crashes of the server. */
class FaultCutsTest {

  private static final byte[] OPUS = {1, 2, 3};

  private static EmbeddedVoiceServer server(String script) {
    return EmbeddedVoiceServer.builder().plain().faults(FaultScript.parse(script)).start();
  }

  private static ServerEvent.FaultApplied applied(EmbeddedVoiceServer server) {
    return server.await(ServerEvent.FaultApplied.class, fault -> true, LIMIT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1001, 3000, 4000, 4006, 4009, 4015, 4999})
  void audioFrameCanTriggerACloseWithEachAllowedCode(int code) {
    try (EmbeddedVoiceServer server =
            server(
                "[{\"when\":{\"frame\":3},\"do\":{\"close\":" + code + ",\"reason\":\"why\"}}]");
        TestClient client = TestClient.joined(server, 1, 2)) {
      client.speak(1);
      server.await(ServerEvent.SpeakingChanged.class, spoken -> true, LIMIT);
      for (int i = 0; i < 3; i++) {
        client.sendFrame(i, OPUS);
      }
      assertThat(client.closeCode()).isEqualTo(code);
      assertThat(server.frames(1, 2)).hasSize(3);
      assertThat(server.await(ServerEvent.Closed.class, closed -> true, LIMIT).reason())
          .isEqualTo("why");
      assertThat(applied(server).index()).isZero();
    }
  }

  @Test
  void framesAreCountedSeparatelyForEachSession() {
    try (EmbeddedVoiceServer server =
            server("[{\"when\":{\"frame\":1},\"do\":{\"close\":4015},\"per\":\"session\"}]");
        TestClient one = TestClient.joined(server, 1, 2);
        TestClient other = TestClient.joined(server, 1, 3)) {
      one.sendFrame(0, OPUS);
      other.sendFrame(0, OPUS);
      assertThat(one.closeCode()).isEqualTo(4015);
      assertThat(other.closeCode()).isEqualTo(4015);
    }
  }

  @Test
  void sessionEndsWhenAFaultRefusesItsResumeWith4006() {
    try (EmbeddedVoiceServer server =
            server(
                "[{\"when\":{\"received\":\"resume\",\"guild\":1,\"user\":\"2\"},"
                    + "\"do\":{\"close\":4006}}]");
        TestClient client = TestClient.joined(server, 1, 2)) {
      server.dropConnections();
      assertThat(client.closeCode()).isEqualTo(1006);
      try (TestClient next = TestClient.open(server, 1, 2)) {
        next.send(next.resume(-1));
        assertThat(next.closeCode()).isEqualTo(4006);
        assertThat(server.sessions()).isEmpty();
      }
    }
  }

  @Test
  void messageIsRedeliveredWhenTheConnectionWasResetBeforeTheMessage() {
    try (EmbeddedVoiceServer server =
            server("[{\"when\":{\"sending\":\"session_description\"},\"do\":\"reset\"}]");
        TestClient client = TestClient.open(server, 1, 2)) {
      client.send(client.identify());
      client.ready = client.next(Ready.class);
      client.send(new SelectProtocol("udp", "127.0.0.1", 1, EncryptionMode.values()[0].wireName()));
      assertThat(client.closeCode()).isEqualTo(1006);
      try (TestClient next = TestClient.open(server, 1, 2)) {
        next.send(next.resume(-1));
        next.next(Resumed.class);
        assertThat(next.nextEnvelope(SessionDescription.class).sequence()).isEqualTo(1);
      }
    }
  }

  @Test
  void sentMessageTriggersAClose() {
    try (EmbeddedVoiceServer server =
            server("[{\"when\":{\"sent\":\"session_description\"},\"do\":{\"close\":4015}}]");
        TestClient client = TestClient.joined(server, 1, 2)) {
      assertThat(client.closeCode()).isEqualTo(4015);
    }
  }

  @Test
  void frozenConnectionSendsNothingAndItsSessionCanBeResumed() {
    try (EmbeddedVoiceServer server =
            server("[{\"when\":{\"received\":\"heartbeat\"},\"do\":\"freeze\"}]");
        TestClient client = TestClient.joined(server, 1, 2)) {
      client.send(new Heartbeat(1, -1));
      applied(server);
      client.send(new Heartbeat(2, -1));
      server.sendTo(1, 2, new Speaking(OptionalLong.of(9), 1, 0, 5));
      client.speak(1);
      client.sendFrame(0, OPUS);
      server.awaitFrames(1, 2, 1, LIMIT);
      assertThat(server.events())
          .filteredOn(ServerEvent.MessageSent.class::isInstance)
          .noneMatch(sent -> ((ServerEvent.MessageSent) sent).message() instanceof HeartbeatAck);
      try (TestClient next = TestClient.open(server, 1, 2)) {
        next.send(next.resume(1));
        next.next(Resumed.class);
        assertThat(next.next(Speaking.class).ssrc()).isEqualTo(5);
        assertThat(client.closeCode()).isEqualTo(1006);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"keep", "forget"})
  void crashedServerListensOnTheSamePortsAgain(String sessions) {
    boolean kept = sessions.equals("keep");
    try (EmbeddedVoiceServer server =
            server(
                "[{\"when\":{\"received\":\"speaking\"},\"do\":{\"die\":50,\"sessions\":\""
                    + sessions
                    + "\"}}]");
        TestClient client = TestClient.joined(server, 1, 2)) {
      client.speak(1);
      assertThat(client.closeCode()).isEqualTo(1006);
      assertThat(server.await(ServerEvent.Died.class, died -> true, LIMIT).sessionsKept())
          .isEqualTo(kept);
      server.await(ServerEvent.CameBack.class, back -> true, LIMIT);
      assertResumable(server, client, kept);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"frame\":1}", "{\"discovery\":true}"})
  void audioFrameOrDiscoveryRequestCanTriggerACrash(String when) {
    try (EmbeddedVoiceServer server = server("[{\"when\":" + when + ",\"do\":{\"die\":20}}]");
        TestClient client = TestClient.open(server, 1, 2)) {
      client.send(client.identify());
      client.ready = client.next(Ready.class);
      client.select("127.0.0.1", 1, EncryptionMode.values()[0].wireName());
      client.sendDatagram(DiscoveryPacket.request(client.ready.ssrc()).encode());
      client.sendFrame(0, OPUS);
      assertThat(client.closeCode()).isEqualTo(1006);
      server.await(ServerEvent.CameBack.class, back -> true, LIMIT);
      try (TestClient next = TestClient.open(server, 1, 2)) {
        next.send(next.resume(-1));
        next.next(Resumed.class);
      }
    }
  }

  @Test
  void dieThrowsWhenTheServerIsClosed() {
    EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start();
    server.close();
    assertThatThrownBy(() -> server.die(true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The voice server is closed.");
  }

  private static void assertResumable(EmbeddedVoiceServer server, TestClient client, boolean kept) {
    try (TestClient next = TestClient.open(server, 1, 2).continuing(client)) {
      next.send(next.resume(1));
      if (kept) {
        next.next(Resumed.class);
        next.discover();
        next.sendFrame(0, OPUS);
        server.awaitFrames(1, 2, 1, LIMIT);
      } else {
        assertThat(next.closeCode()).isEqualTo(4006);
      }
    }
  }

  @Test
  void dieCrashesTheServerAndComeBackRestartsIt() {
    try (EmbeddedVoiceServer server =
            EmbeddedVoiceServer.builder().tls().faults(FaultScript.NONE).start();
        TestClient client = TestClient.joined(server, 1, 2)) {
      server.die(true);
      assertThat(client.closeCode()).isEqualTo(1006);
      assertThatThrownBy(() -> TestClient.open(server, 1, 2))
          .hasCauseInstanceOf(ConnectException.class);
      server.comeBack();
      server.comeBack();
      assertResumable(server, client, true);
      server.die(false);
      server.comeBack();
      assertResumable(server, client, false);
      server.die(true);
    }
  }

  @Test
  void comeBackEndsACrashOfTheFaultScript() {
    try (EmbeddedVoiceServer server =
            server("[{\"when\":{\"received\":\"speaking\"},\"do\":{\"die\":600000}}]");
        TestClient client = TestClient.joined(server, 1, 2)) {
      client.speak(1);
      server.await(ServerEvent.Died.class, died -> true, LIMIT);
      server.comeBack();
      assertResumable(server, client, true);
    }
  }

  @Test
  void fieldsAfterAndTimesCountTheHeartbeatsThatMatchTheRule() {
    try (EmbeddedVoiceServer server =
            server(
                "[{\"when\":{\"received\":\"heartbeat\"},\"do\":\"ignore\",\"after\":1,\"times\":2},"
                    + "{\"when\":{\"received\":\"heartbeat\"},\"do\":\"drop\",\"after\":3}]");
        TestClient client = TestClient.open(server, 1, 2)) {
      client.next(Hello.class);
      for (int nonce = 1; nonce <= 5; nonce++) {
        client.send(new Heartbeat(nonce, -1));
      }
      assertThat(client.next(HeartbeatAck.class).nonce()).isEqualTo(1);
      assertThat(client.next(HeartbeatAck.class).nonce()).isEqualTo(5);
      assertThat(
              server.await(3, ServerEvent.FaultApplied.class::isInstance, LIMIT).stream()
                  .map(event -> ((ServerEvent.FaultApplied) event).index()))
          .isEqualTo(List.of(0, 0, 1));
    }
  }

  @Test
  void connectionIsClosedWith4009WhenAFaultDropsHeartbeats() {
    try (EmbeddedVoiceServer server =
            EmbeddedVoiceServer.builder()
                .plain()
                .heartbeatLimit(Duration.ofMillis(300))
                .faults(
                    FaultScript.of(
                        FaultRule.when(FaultTrigger.received(Opcode.HEARTBEAT))
                            .then(FaultAction.drop())
                            .always()))
                .start();
        TestClient client = TestClient.joined(server, 1, 2)) {
      assertThat(closeCodeWhileSendingHeartbeats(client, Duration.ofSeconds(10))).contains(4009);
    }
  }

  @Test
  void connectionStaysOpenWhenAFaultLeavesHeartbeatsUnanswered() {
    try (EmbeddedVoiceServer server =
            EmbeddedVoiceServer.builder()
                .plain()
                .heartbeatLimit(Duration.ofMillis(800))
                .faults(
                    FaultScript.of(
                        FaultRule.when(FaultTrigger.received(Opcode.HEARTBEAT))
                            .then(FaultAction.ignore())
                            .always()))
                .start();
        TestClient client = TestClient.joined(server, 1, 2)) {
      assertThat(closeCodeWhileSendingHeartbeats(client, Duration.ofMillis(1_200))).isEmpty();
      assertThat(client.waiting()).noneMatch(e -> e.message() instanceof HeartbeatAck);
    }
  }

  private static Optional<Integer> closeCodeWhileSendingHeartbeats(
      TestClient client, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (client.closedWith().isEmpty() && System.nanoTime() < end) {
      try {
        client.send(new Heartbeat(1, -1));
      } catch (CompletionException e) {
        return Optional.of(client.closeCode());
      }
      client.sendDatagram(new byte[8]);
      client.receiveDatagram();
    }
    return client.closedWith();
  }
}
