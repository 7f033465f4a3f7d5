package dev.antiphon.testkit.fault;

import static dev.antiphon.testkit.TestClient.LIMIT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.protocol.Envelope;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.Hello;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.Resumed;
import dev.antiphon.protocol.SelectProtocol;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.protocol.Unrecognized;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.udp.internal.DiscoveryPacket;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults that send additional messages and datagrams, change messages, or affect keepalives. */
class FaultExtrasTest {

  private static final String MODE = "aead_aes256_gcm_rtpsize";
  private static final String UPGRADE =
      """
      GET /?v=8 HTTP/1.1\r
      Host: localhost\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      Sec-WebSocket-Version: 13\r
      \r
      """;

  private static EmbeddedVoiceServer server(String when, String action) {
    String rule = "[{\"when\":" + when + ",\"do\":" + action + "}]";
    return EmbeddedVoiceServer.builder().plain().faults(FaultScript.parse(rule)).start();
  }

  private static TestClient identified(EmbeddedVoiceServer server) {
    TestClient client = TestClient.open(server, 1, 2);
    client.send(client.identify());
    client.ready = client.next(Ready.class);
    return client;
  }

  // Valid messages at the wrong time

  @Test
  void faultSendsASecondHello() {
    try (EmbeddedVoiceServer server = server("{\"sent\":\"ready\"}", "{\"say\":\"hello\"}");
        TestClient client = identified(server)) {
      assertThat(client.nextEnvelope())
          .isEqualTo(new Envelope(Envelope.NO_SEQUENCE, new Hello(13_750)));
    }
  }

  @ParameterizedTest
  @CsvSource({"ready,true", "ready_other_ssrc,false"})
  void faultSendsASecondReady(String what, boolean same) {
    String action = "{\"say\":\"" + what + "\"}";
    try (EmbeddedVoiceServer server = server("{\"received\":\"select_protocol\"}", action);
        TestClient client = identified(server)) {
      client.send(new SelectProtocol("udp", "127.0.0.1", 1, MODE));
      Ready second = (Ready) client.nextEnvelope().message();
      assertThat(second.equals(client.ready)).isEqualTo(same);
      assertThat(second.port()).isEqualTo(client.ready.port());
      assertThat(second.ssrc() == client.ready.ssrc()).isEqualTo(same);
      client.described(client.next(SessionDescription.class));
    }
  }

  @Test
  void faultSendsTheSameSessionDescriptionAgain() {
    try (EmbeddedVoiceServer server =
            server("{\"received\":\"speaking\"}", "{\"say\":\"session_description\"}");
        TestClient client = TestClient.joined(server, 1, 2)) {
      client.speak(1);
      assertThat(client.next(SessionDescription.class)).isEqualTo(client.description);
    }
  }

  @Test
  void faultSendsASessionDescriptionWithANewKey() {
    try (EmbeddedVoiceServer server =
            server("{\"received\":\"speaking\"}", "{\"say\":\"session_description_new_key\"}");
        TestClient client = TestClient.joined(server, 1, 2)) {
      client.speak(1);
      SessionDescription renewed = client.next(SessionDescription.class);
      assertThat(renewed.secretKey()).isNotEqualTo(client.description.secretKey());
      assertThat(renewed.mode()).isEqualTo(client.description.mode());
      client.described(renewed);
      client.sendFrame(1, new byte[] {7});
      assertThat(server.awaitFrames(1, 2, 1, LIMIT)).hasSize(1);
    }
  }

  @Test
  void faultSendsASessionDescriptionBeforeReady() {
    try (EmbeddedVoiceServer server =
            server("{\"sending\":\"ready\"}", "{\"say\":\"session_description\"}");
        TestClient client = TestClient.open(server, 1, 2)) {
      client.next(Hello.class);
      client.send(client.identify());
      assertThat(client.nextEnvelope().message()).isInstanceOf(SessionDescription.class);
      client.ready = client.next(Ready.class);
      client.select("127.0.0.1", 1, MODE);
      client.sendFrame(1, new byte[] {7});
      server.awaitFrames(1, 2, 1, LIMIT);
    }
  }

  @Test
  void faultSendsResumedWithoutAResume() {
    try (EmbeddedVoiceServer server =
            server("{\"sent\":\"session_description\"}", "{\"say\":\"resumed\"}");
        TestClient client = TestClient.joined(server, 1, 2)) {
      assertThat(client.nextEnvelope().message()).isEqualTo(new Resumed());
    }
  }

  @Test
  void faultSendsAWrongHeartbeatAckBeforeTheCorrectHeartbeatAck() {
    try (EmbeddedVoiceServer server =
            server("{\"received\":\"heartbeat\"}", "{\"say\":\"heartbeat_ack\"}");
        TestClient client = identified(server)) {
      client.send(new Heartbeat(7, -1));
      assertThat(client.next(HeartbeatAck.class).nonce()).isNotEqualTo(7);
      assertThat(client.next(HeartbeatAck.class).nonce()).isEqualTo(7);
    }
  }

  @Test
  void faultRequestsAHeartbeat() {
    try (EmbeddedVoiceServer server = server("{\"sent\":\"ready\"}", "{\"say\":\"heartbeat\"}");
        TestClient client = identified(server)) {
      client.next(Heartbeat.class);
    }
  }

  // Frames that are sent unchanged

  @Test
  void faultSendsAMessageWithAnUnknownOpcode() {
    try (EmbeddedVoiceServer server =
            server("{\"frame\":1}", "{\"send\":\"{\\\"op\\\":77,\\\"d\\\":{},\\\"seq\\\":9}\"}");
        TestClient client = TestClient.joined(server, 1, 2)) {
      client.speak(1);
      client.sendFrame(1, new byte[] {7});
      Envelope unknown = client.nextEnvelope(Unrecognized.class);
      assertThat(unknown.message().opcode()).isEqualTo(77);
      assertThat(unknown.sequence()).isEqualTo(9);
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"`{\"send\":\"no json\"}`,no json", "`{\"send_hex\":\"00ff\"}`,`[0, -1]`"})
  void faultSendsAnInvalidFrame(String action, String received) {
    try (EmbeddedVoiceServer server = server("{\"discovery\":true}", action);
        TestClient client = identified(server)) {
      client.discover();
      assertThat(client.undecodable()).isEqualTo(received);
    }
  }

  /** Otherwise the rule would trigger itself forever. */
  @Test
  void messageSentByAFaultTriggersNoRule() {
    String rules =
        "[{\"when\":{\"sent\":\"any\"},\"do\":{\"say\":\"heartbeat_ack\"},\"times\":\"always\"}]";
    try (EmbeddedVoiceServer server =
            EmbeddedVoiceServer.builder().plain().faults(FaultScript.parse(rules)).start();
        TestClient client = TestClient.open(server, 1, 2)) {
      client.next(Hello.class);
      client.next(HeartbeatAck.class);
      client.send(client.identify());
      assertThat(client.nextEnvelope().message()).isInstanceOf(Ready.class);
      assertThat(client.nextEnvelope().message()).isInstanceOf(HeartbeatAck.class);
    }
  }

  // Changed messages

  @Test
  void faultRemovesModesAndPortFromReady() {
    try (EmbeddedVoiceServer server =
            server("{\"sending\":\"ready\"}", "{\"set\":{\"modes\":[],\"port\":0}}");
        TestClient client = TestClient.open(server, 1, 2)) {
      client.send(client.identify());
      assertThat(client.next(Ready.class)).isEqualTo(new Ready(1, "127.0.0.1", 0, List.of()));
    }
  }

  @Test
  void sessionDescriptionWithAWrongModeIsRedeliveredCorrectlyAfterAResume() {
    try (EmbeddedVoiceServer server =
            server("{\"sending\":\"session_description\"}", "{\"set\":{\"mode\":\"rot13\"}}");
        TestClient client = identified(server)) {
      client.send(new SelectProtocol("udp", "127.0.0.1", 1, MODE));
      Envelope wrong = client.nextEnvelope(SessionDescription.class);
      assertThat(((SessionDescription) wrong.message()).mode()).isEqualTo("rot13");
      assertThat(wrong.sequence()).isEqualTo(1);
      client.abort();
      try (TestClient again = TestClient.open(server, 1, 2)) {
        again.send(again.resume(-1));
        assertThat(again.next(SessionDescription.class).mode()).isEqualTo(MODE);
      }
    }
  }

  @Test
  void faultSetsAnInvalidHeartbeatIntervalInHello() {
    try (EmbeddedVoiceServer server =
            server("{\"sending\":\"hello\"}", "{\"set\":{\"heartbeat_interval\":-1.5}}");
        TestClient client = TestClient.open(server, 1, 2)) {
      assertThat(client.next(Hello.class).heartbeatInterval()).isEqualTo(-1.5);
    }
  }

  @Test
  void faultAddsFieldsToAMessageWithoutData() {
    try (EmbeddedVoiceServer server = server("{\"sending\":\"resumed\"}", "{\"set\":{\"a\":1}}");
        TestClient client = identified(server)) {
      client.abort();
      try (TestClient again = TestClient.open(server, 1, 2)) {
        again.send(again.resume(-1));
        again.next(Resumed.class);
      }
    }
  }

  // Datagrams

  @Test
  void faultSendsAnAdditionalDatagram() {
    try (EmbeddedVoiceServer server = server("{\"frame\":1}", "{\"inject\":\"garbage\"}");
        TestClient client = TestClient.joined(server, 1, 2)) {
      client.speak(1);
      client.sendFrame(1, new byte[] {7});
      assertThat(client.receiveDatagram()).hasSize(100);
    }
  }

  @Test
  void closedUdpPortIsUnreachableUntilOpenUdpIsCalled() throws IOException {
    try (EmbeddedVoiceServer server = server("{\"sent\":\"ready\"}", "{\"unreachable\":600000}");
        TestClient client = identified(server);
        DatagramSocket socket = new DatagramSocket()) {
      server.closeUdp();
      socket.setSoTimeout((int) LIMIT.toMillis());
      socket.connect(new InetSocketAddress("127.0.0.1", server.udpPort()));
      socket.send(new DatagramPacket(new byte[8], 8));
      assertThatThrownBy(() -> socket.receive(new DatagramPacket(new byte[8], 8)))
          .isInstanceOf(PortUnreachableException.class);
      server.openUdp();
      client.discover();
    }
  }

  @Test
  @Timeout(10)
  void closedUdpPortOpensAgainAfterTheTimeSetInTheFault() {
    try (EmbeddedVoiceServer server = server("{\"sent\":\"ready\"}", "{\"unreachable\":1}");
        TestClient client = identified(server)) {
      byte[] request = DiscoveryPacket.request(client.ready.ssrc()).encode();
      CompletableFuture<ServerEvent> asked =
          server.when(ServerEvent.DiscoveryRequested.class::isInstance);
      while (!asked.isDone()) {
        client.sendDatagram(request);
        Thread.onSpinWait();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"drop\"", "\"ignore\""})
  void faultPreventsTheAnswerToAKeepalive(String action) {
    try (EmbeddedVoiceServer server = server("{\"keepalive\":true}", action);
        TestClient client = TestClient.joined(server, 1, 2)) {
      client.sendDatagram(new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
      client.sendDatagram(new byte[] {2, 0, 0, 0, 0, 0, 0, 0});
      assertThat(client.receiveDatagram()).startsWith(2);
      assertThat(server.summary().keepalives()).isEqualTo(2);
    }
  }

  @Test
  void faultAnswersAKeepaliveTwice() {
    try (EmbeddedVoiceServer server = server("{\"keepalive\":true}", "{\"repeat\":1}");
        TestClient client = TestClient.joined(server, 1, 2)) {
      client.sendDatagram(new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
      assertThat(client.receiveDatagram()).isEqualTo(client.receiveDatagram());
    }
  }

  // End of a connection

  @Test
  void faultEndsTheConnectionWithoutACloseFrame() throws IOException {
    try (EmbeddedVoiceServer server = server("{\"sent\":\"hello\"}", "\"eof\"");
        Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.getOutputStream().write(UPGRADE.getBytes());
      byte[] all = socket.getInputStream().readAllBytes();
      assertThat(new String(all, ISO_8859_1)).contains("heartbeat_interval").endsWith("}}");
    }
  }

  @Test
  void sessionCanBeResumedAfterAFaultEndsItsConnection() {
    try (EmbeddedVoiceServer server = server("{\"sent\":\"ready\"}", "\"eof\"");
        TestClient client = identified(server)) {
      assertThat(server.await(ServerEvent.Closed.class, closed -> true, LIMIT).code())
          .isEqualTo(1006);
      assertThat(client.ready).isNotNull();
      try (TestClient again = TestClient.open(server, 1, 2)) {
        again.send(again.resume(-1));
        again.next(Resumed.class);
      }
    }
  }

  @Test
  void faultClosesTheConnectionWithoutACloseCode() {
    try (EmbeddedVoiceServer server = server("{\"sent\":\"ready\"}", "{\"close\":1005}");
        TestClient client = identified(server)) {
      assertThat(client.closeCode()).isEqualTo(1005);
    }
  }

  @Test
  void faultEndsTheConnectionBeforeTheHttpUpgrade() throws IOException {
    try (EmbeddedVoiceServer server = server("{\"connected\":true}", "\"eof\"");
        Socket socket = new Socket("127.0.0.1", server.port())) {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      TestClient.joined(server, 1, 2).close();
    }
  }
}
