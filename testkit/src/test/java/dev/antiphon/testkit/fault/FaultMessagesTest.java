package dev.antiphon.testkit.fault;

import static dev.antiphon.testkit.TestClient.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.Hello;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.Resumed;
import dev.antiphon.protocol.SelectProtocol;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.testkit.server.ServerBehaviour;
import dev.antiphon.testkit.server.Verdict;
import dev.antiphon.udp.internal.DiscoveryPacket;
import dev.antiphon.udp.internal.MalformedPacketException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that drop, damage, hold or refuse messages, discovery replies and connections. */
class FaultMessagesTest {

  private static final String MODE = "aead_aes256_gcm_rtpsize";

  private static EmbeddedVoiceServer server(String when, String action) {
    String rule = "[{\"when\":" + when + ",\"do\":" + action + "}]";
    return EmbeddedVoiceServer.builder().plain().faults(FaultScript.parse(rule)).start();
  }

  private static void awaitFault(EmbeddedVoiceServer server) {
    server.await(ServerEvent.FaultApplied.class, fault -> true, LIMIT);
  }

  // Connections

  @ParameterizedTest
  @CsvSource({"'\"refuse\"',403", "'{\"refuse\":503}',503"})
  void faultRefusesTheHttpUpgrade(String action, int status) {
    try (EmbeddedVoiceServer server = server("{\"connected\":true}", action)) {
      assertThatThrownBy(() -> TestClient.open(server, 1, 2))
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(status));
      TestClient.joined(server, 1, 2).close();
      assertThat(server.summary().violations()).isEmpty();
    }
  }

  @Test
  void faultLeavesTheHttpUpgradeUnanswered() throws IOException {
    try (EmbeddedVoiceServer server = server("{\"connected\":true}", "\"hang\"");
        Socket socket = new Socket("127.0.0.1", server.port())) {
      awaitFault(server);
      socket.getOutputStream().write("GET /?v=8 HTTP/1.1\r\n\r\n".getBytes());
      TestClient.joined(server, 1, 2).close();
      assertThat(socket.getInputStream().available()).isZero();
      server.die(true);
      assertThatThrownBy(() -> socket.getInputStream().transferTo(OutputStream.nullOutputStream()))
          .isInstanceOf(SocketException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"reset\"", "{\"die\":1}"})
  void faultResetsTheConnection(String action) throws IOException {
    try (EmbeddedVoiceServer server = server("{\"connected\":true}", action);
        Socket socket = new Socket("127.0.0.1", server.port())) {
      assertThatThrownBy(() -> socket.getInputStream().transferTo(OutputStream.nullOutputStream()))
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void faultClosesTheConnectionBeforeHello() {
    try (EmbeddedVoiceServer server = server("{\"connected\":true}", "{\"close\":1001}");
        TestClient client = TestClient.open(server, 1, 2)) {
      assertThat(client.closeCode()).isEqualTo(1001);
      assertThat(client.waiting()).isEmpty();
    }
  }

  @Test
  void frozenConnectionSendsNoHelloAndStaysOpen() {
    try (EmbeddedVoiceServer server = server("{\"connected\":true}", "\"freeze\"");
        TestClient client = TestClient.open(server, 1, 2)) {
      client.send(client.identify());
      TestClient.joined(server, 1, 3).close();
      assertThat(client.waiting()).isEmpty();
      assertThat(client.closedWith()).isEmpty();
    }
  }

  @Test
  void clientCanJoinAfterADelayedHttpUpgrade() {
    try (EmbeddedVoiceServer server = server("{\"connected\":true}", "{\"delay\":20}");
        TestClient client = TestClient.joined(server, 1, 2)) {
      assertThat(client.description).isNotNull();
      awaitFault(server);
    }
  }

  // Received messages

  @ParameterizedTest
  @ValueSource(strings = {"\"drop\"", "\"ignore\""})
  void faultLeavesSelectProtocolUnanswered(String action) {
    try (EmbeddedVoiceServer server = server("{\"received\":\"select_protocol\"}", action);
        TestClient client = TestClient.open(server, 1, 2)) {
      client.send(client.identify());
      client.ready = client.next(Ready.class);
      client.send(new SelectProtocol("udp", "127.0.0.1", 1, MODE));
      client.send(new Heartbeat(7, -1));
      assertThat(client.nextEnvelope().message()).isEqualTo(new HeartbeatAck(7));
      client.select("127.0.0.1", 1, MODE);
    }
  }

  @Test
  void faultProcessesAReceivedMessageThreeTimes() {
    try (EmbeddedVoiceServer server = server("{\"received\":\"heartbeat\"}", "{\"repeat\":2}");
        TestClient client = TestClient.open(server, 1, 2)) {
      client.next(Hello.class);
      client.send(new Heartbeat(7, -1));
      client.send(new Heartbeat(8, -1));
      for (long nonce : new long[] {7, 7, 7, 8}) {
        assertThat(client.nextEnvelope().message()).isEqualTo(new HeartbeatAck(nonce));
      }
    }
  }

  @Test
  void faultProcessesAReceivedMessageAfterTheNextTwoMessages() {
    try (EmbeddedVoiceServer server = server("{\"received\":\"any\"}", "{\"reorder\":2}");
        TestClient client = TestClient.open(server, 1, 2)) {
      client.next(Hello.class);
      for (int nonce = 1; nonce <= 4; nonce++) {
        client.send(new Heartbeat(nonce, -1));
      }
      for (long nonce : new long[] {2, 3, 1, 4}) {
        assertThat(client.nextEnvelope().message()).isEqualTo(new HeartbeatAck(nonce));
      }
    }
  }

  @Test
  void faultProcessesAReceivedMessageAfterADelay() {
    try (EmbeddedVoiceServer server = server("{\"received\":\"heartbeat\"}", "{\"delay\":100}");
        TestClient client = TestClient.open(server, 1, 2)) {
      client.next(Hello.class);
      client.send(new Heartbeat(1, -1));
      client.send(client.identify());
      assertThat(client.nextEnvelope().message()).isInstanceOf(Ready.class);
      assertThat(client.nextEnvelope().message()).isEqualTo(new HeartbeatAck(1));
    }
  }

  // Sent messages

  @Test
  void noNumberedMessageIsSentWhenAFaultDropsReady() {
    try (EmbeddedVoiceServer server = server("{\"sending\":\"ready\",\"user\":2}", "\"drop\"");
        TestClient client = TestClient.open(server, 1, 2)) {
      client.next(Hello.class);
      client.send(client.identify());
      TestClient.joined(server, 1, 3).close();
      client.send(new Heartbeat(7, -1));
      assertThat(client.nextEnvelope().message()).isEqualTo(new HeartbeatAck(7));
    }
  }

  @Test
  void faultRepeatsANumberedMessageWithTheSameSequenceNumber() {
    try (EmbeddedVoiceServer server =
            server("{\"sending\":\"session_description\"}", "{\"repeat\":1}");
        TestClient client = TestClient.joined(server, 1, 2)) {
      server.sendTo(1, 2, new ClientsConnect(List.of(4L)));
      assertThat(client.nextEnvelope().message()).isEqualTo(client.description);
      assertThat(client.nextEnvelope().sequence()).isEqualTo(2);
    }
  }

  @Test
  void faultSendsAMessageAfterTheNextMessage() {
    try (EmbeddedVoiceServer server =
            server("{\"sending\":\"session_description\"}", "{\"reorder\":1}");
        TestClient client = TestClient.open(server, 1, 2)) {
      client.send(client.identify());
      client.next(Ready.class);
      client.send(new SelectProtocol("udp", "127.0.0.1", 1, MODE));
      client.send(new Heartbeat(7, -1));
      assertThat(client.nextEnvelope().message()).isEqualTo(new HeartbeatAck(7));
      assertThat(client.nextEnvelope().message()).isInstanceOf(SessionDescription.class);
    }
  }

  @Test
  void messageHeldByAFaultIsRedeliveredAfterAResume() {
    try (EmbeddedVoiceServer server =
            server("{\"sending\":\"session_description\"}", "{\"reorder\":9}");
        TestClient client = TestClient.open(server, 1, 2)) {
      client.send(client.identify());
      client.next(Ready.class);
      client.send(new SelectProtocol("udp", "127.0.0.1", 1, MODE));
      awaitFault(server);
      server.disconnect(1, 2, 4015);
      assertThat(client.closeCode()).isEqualTo(4015);
      try (TestClient next = TestClient.open(server, 1, 2)) {
        next.send(next.resume(-1));
        next.next(Resumed.class);
        next.next(SessionDescription.class);
      }
    }
  }

  @Test
  void faultSendsAMessageAfterADelay() {
    try (EmbeddedVoiceServer server = server("{\"sending\":\"hello\"}", "{\"delay\":100}");
        TestClient client = TestClient.open(server, 1, 2)) {
      client.send(new Heartbeat(7, -1));
      assertThat(client.nextEnvelope().message()).isEqualTo(new HeartbeatAck(7));
      assertThat(client.nextEnvelope().message()).isInstanceOf(Hello.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "truncate,'{\"op\":6,\"d\"'",
    "garbage,}no json{",
    "type,'{\"op\":6,\"d\":\"of a wrong type\"}'"
  })
  void faultDamagesOneMessage(String how, String begins) {
    try (EmbeddedVoiceServer server =
            server("{\"sending\":\"heartbeat_ack\"}", "{\"corrupt\":\"" + how + "\"}");
        TestClient client = TestClient.open(server, 1, 2)) {
      client.next(Hello.class);
      client.send(new Heartbeat(1_000_000, -1));
      client.send(new Heartbeat(2, -1));
      assertThat(client.undecodable()).startsWith(begins);
      assertThat(client.nextEnvelope().message()).isEqualTo(new HeartbeatAck(2));
    }
  }

  @Test
  void messageDamagedByAFaultIsRedeliveredCorrectly() {
    try (EmbeddedVoiceServer server =
            server("{\"sending\":\"session_description\"}", "{\"corrupt\":\"type\"}");
        TestClient client = TestClient.open(server, 1, 2)) {
      client.send(client.identify());
      client.next(Ready.class);
      client.send(new SelectProtocol("udp", "127.0.0.1", 1, MODE));
      assertThat(client.undecodable()).endsWith(",\"seq\":1}");
      server.dropConnections();
      assertThat(client.closeCode()).isEqualTo(1006);
      try (TestClient next = TestClient.open(server, 1, 2)) {
        next.send(next.resume(-1));
        next.next(SessionDescription.class);
      }
    }
  }

  // Discovery

  @ParameterizedTest
  @CsvSource({
    "wrong_ssrc,",
    "wrong_type,",
    "short,74 bytes",
    "unterminated,terminating zero byte",
    "bad_address,literal"
  })
  void faultDamagesOneDiscoveryReply(String how, String complaint) throws Exception {
    try (EmbeddedVoiceServer server =
            server("{\"discovery\":true}", "{\"discovery\":\"" + how + "\"}");
        TestClient client = TestClient.open(server, 1, 2)) {
      client.send(client.identify());
      client.ready = client.next(Ready.class);
      DiscoveryPacket request = DiscoveryPacket.request(client.ready.ssrc());
      client.sendDatagram(request.encode());
      byte[] wrong = client.receiveDatagram();
      if (complaint == null) {
        DiscoveryPacket parsed = DiscoveryPacket.parse(wrong, wrong.length);
        assertThat(parsed.ssrc() != request.ssrc() || parsed.kind() == request.kind()).isTrue();
      } else {
        assertThatThrownBy(() -> DiscoveryPacket.parse(wrong, wrong.length))
            .isInstanceOf(MalformedPacketException.class)
            .hasMessageContaining(complaint);
      }
      assertThat(client.discover().port()).isEqualTo(client.udpAddress().getPort());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"drop\"", "\"ignore\"", "{\"discovery\":\"drop\"}", "{\"delay\":100}"})
  void faultDropsOrDelaysADiscoveryReply(String action) {
    try (EmbeddedVoiceServer server = server("{\"discovery\":true}", action);
        TestClient client = TestClient.open(server, 1, 2)) {
      client.send(client.identify());
      client.ready = client.next(Ready.class);
      client.sendDatagram(DiscoveryPacket.request(client.ready.ssrc()).encode());
      client.sendDatagram(new byte[8]);
      assertThat(client.receiveDatagram()).hasSize(8);
      if (action.contains("delay")) {
        assertThat(client.receiveDatagram()).hasSize(DiscoveryPacket.LENGTH);
      }
      client.discover();
    }
  }

  @Test
  void discoveryRequestIsAnsweredTwiceAndTheNextRequestClosesTheConnection() {
    try (EmbeddedVoiceServer server =
            EmbeddedVoiceServer.builder()
                .plain()
                .faults(
                    FaultScript.builder()
                        .add(
                            FaultRule.when(FaultTrigger.discovery())
                                .then(FaultAction.repeat(1))
                                .inGuild(1)
                                .ofUser(2))
                        .add(
                            FaultRule.when(FaultTrigger.discovery())
                                .then(FaultAction.close(4015))
                                .after(1)
                                .perSession())
                        .build())
                .start();
        TestClient client = TestClient.joined(server, 1, 2)) {
      assertThat(client.receiveDatagram()).hasSize(DiscoveryPacket.LENGTH);
      client.sendDatagram(DiscoveryPacket.request(client.ready.ssrc()).encode());
      assertThat(client.closeCode()).isEqualTo(4015);
    }
  }

  @Test
  void messageDroppedByTheBehaviourDoesNotReachTheFaultScript() {
    ServerBehaviour losesHeartbeats =
        new ServerBehaviour() {
          @Override
          public Verdict incoming(Peer from, dev.antiphon.protocol.GatewayMessage message) {
            return message.equals(new Heartbeat(1, -1)) ? Verdict.drop() : Verdict.deliver();
          }
        };
    try (EmbeddedVoiceServer server =
            EmbeddedVoiceServer.builder()
                .plain()
                .behaviour(losesHeartbeats)
                .faults(
                    FaultScript.parse(
                        "[{\"when\":{\"received\":\"heartbeat\"},\"do\":{\"close\":4000}}]"))
                .start();
        TestClient client = TestClient.open(server, 1, 2)) {
      client.next(Hello.class);
      client.send(new Heartbeat(1, -1));
      client.send(new Heartbeat(2, -1));
      assertThat(client.closeCode()).isEqualTo(4000);
      assertThat(server.summary().messages()).isEqualTo(2);
    }
  }
}
