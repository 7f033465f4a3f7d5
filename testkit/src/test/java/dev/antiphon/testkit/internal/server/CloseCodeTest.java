package dev.antiphon.testkit.internal.server;

import static dev.antiphon.testkit.TestClient.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.Identify;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.SelectProtocol;
import dev.antiphon.protocol.TextCodec;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.record.LeaveReason;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEvent.Closed;
import dev.antiphon.testkit.record.ServerEvent.Left;
import dev.antiphon.testkit.record.ServerEvent.Violation;
import dev.antiphon.testkit.record.ServerEventJson;
import dev.antiphon.testkit.record.ViolationKind;
import dev.antiphon.testkit.server.SessionInfo;
import java.net.http.WebSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each violation of a client is recorded, answered with its close code, and ends the session. */
class CloseCodeTest {

  private EmbeddedVoiceServer server;

  @BeforeEach
  void start() {
    server =
        EmbeddedVoiceServer.builder()
            .plain()
            .token("right")
            .modes(EncryptionMode.AEAD_XCHACHA20_POLY1305_RTPSIZE)
            .start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private TestClient open() {
    return TestClient.open(server, 1, 2);
  }

  private TestClient identified() {
    TestClient client = open();
    client.send(new Identify(1, 2, "s", "right", 0));
    client.ready = client.next(Ready.class);
    return client;
  }

  private void assertClosed(TestClient client, int code, ViolationKind kind) {
    assertThat(client.closeCode()).isEqualTo(code);
    server.await(Violation.class, v -> v.kind() == kind, LIMIT);
    assertThat(server.await(Closed.class, c -> true, LIMIT))
        .returns(code, Closed::code)
        .returns(true, Closed::byServer);
    assertThat(server.sessions()).isEmpty();
    client.close();
  }

  @Test
  void messageBeforeIdentifyIsRefusedWith4003() {
    TestClient client = open();
    client.send(new SelectProtocol("udp", "127.0.0.1", 1, "aead_xchacha20_poly1305_rtpsize"));
    assertClosed(client, 4003, ViolationKind.BEFORE_IDENTIFY);
  }

  @Test
  void heartbeatBeforeIdentifyIsAnswered() {
    try (TestClient client = open()) {
      client.send(new Heartbeat(5, -1));
      assertThat(client.next(HeartbeatAck.class).nonce()).isEqualTo(5);
    }
  }

  @Test
  void secondIdentifyIsRefusedWith4005() {
    TestClient client = identified();
    client.send(new Identify(1, 2, "s", "right", 0));
    assertClosed(client, 4005, ViolationKind.IDENTIFIED_TWICE);
  }

  @Test
  void resumeAfterIdentifyIsRefusedWith4005() {
    TestClient client = identified();
    client.send(client.resume(-1));
    assertClosed(client, 4005, ViolationKind.IDENTIFIED_TWICE);
  }

  @Test
  void identifyWithAWrongTokenIsRefusedWith4004() {
    TestClient client = open();
    client.send(new Identify(1, 2, "s", "wrong", 0));
    assertClosed(client, 4004, ViolationKind.WRONG_TOKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"d\":{}}", "\"op\"", "{\"op\":\"three\",\"d\":1}"})
  void invalidTextIsRefusedWith4002(String text) {
    TestClient client = identified();
    client.sendText(text);
    assertClosed(client, 4002, ViolationKind.UNDECODABLE);
  }

  @Test
  void emptyBinaryFrameIsRefusedWith4002() {
    TestClient client = identified();
    client.sendBinary();
    assertClosed(client, 4002, ViolationKind.UNDECODABLE);
  }

  @Test
  void identifyWithoutATokenIsRefusedWith4002() {
    TestClient client = open();
    client.sendText(
        "{\"op\":0,\"d\":{\"server_id\":\"1\",\"user_id\":\"2\",\"session_id\":\"s\"}}");
    assertClosed(client, 4002, ViolationKind.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"op\":1,\"d\":{\"protocol\":\"udp\"}}",
        "{\"op\":5,\"d\":{\"speaking\":\"yes\",\"ssrc\":1}}",
        "{\"op\":7,\"d\":null}"
      })
  void malformedRequestIsRefusedWith4020(String text) {
    TestClient client = identified();
    client.sendText(text);
    assertClosed(client, 4020, ViolationKind.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"op\":10,\"d\":{}}",
        "{\"op\":99,\"d\":{}}",
        "{\"op\":9,\"d\":null}",
        "{\"op\":13,\"d\":{\"user_id\":\"3\"}}"
      })
  void messageWithAnOpcodeThatClientsDoNotSendIsRefusedWith4001(String text) {
    TestClient client = identified();
    client.sendText(text);
    assertClosed(client, 4001, ViolationKind.UNKNOWN_OPCODE);
  }

  @Test
  void selectProtocolWithAnUnknownProtocolIsRefusedWith4012() {
    TestClient client = identified();
    client.send(new SelectProtocol("webrtc", "127.0.0.1", 1, "aead_xchacha20_poly1305_rtpsize"));
    assertClosed(client, 4012, ViolationKind.UNKNOWN_PROTOCOL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xsalsa20_poly1305", "aead_aes256_gcm_rtpsize"})
  void selectProtocolWithAModeThatWasNotOfferedIsRefusedWith4016(String mode) {
    TestClient client = identified();
    client.send(new SelectProtocol("udp", "127.0.0.1", 1, mode));
    assertClosed(client, 4016, ViolationKind.UNKNOWN_MODE);
  }

  @Test
  void resumeOfAnUnknownSessionIsRefusedWith4006() {
    TestClient client = open();
    client.send(client.resume(-1));
    assertClosed(client, 4006, ViolationKind.INVALID_SESSION);
  }

  @Test
  void tooLongMessageIsRefusedWith1009() {
    TestClient client = identified();
    client.sendText("{\"op\":5,\"d\":\"" + "x".repeat(1_100_000) + "\"}");
    assertThat(client.closeCode()).isEqualTo(1009);
    server.await(Violation.class, v -> v.kind() == ViolationKind.BROKEN_TRANSPORT, LIMIT);
    client.close();
  }

  @Test
  void missingHeartbeatClosesTheConnectionWith4009AndEndsTheSession() {
    identified().close(); // loads the classes, which would take a part of the limit below
    server.close();
    server = EmbeddedVoiceServer.builder().plain().heartbeatLimit(Duration.ofSeconds(1)).start();
    try (TestClient client = TestClient.open(server, 1, 2)) {
      client.send(client.identify());
      assertThat(client.closeCode()).isEqualTo(4009);
      server.await(Violation.class, v -> v.kind() == ViolationKind.HEARTBEAT_SILENCE, LIMIT);
      assertThat(server.await(Left.class, l -> true, LIMIT).reason())
          .isEqualTo(LeaveReason.SERVER_CLOSED);
    }
  }

  @Test
  void secondConnectionOfTheSameUserClosesTheFirstConnectionWith4014() {
    try (TestClient first = identified();
        TestClient second = identified()) {
      assertThat(first.closeCode()).isEqualTo(4014);
      assertThat(server.await(Left.class, l -> true, LIMIT).reason())
          .isEqualTo(LeaveReason.REPLACED);
      assertThat(server.sessions())
          .singleElement()
          .returns(second.ready.ssrc(), SessionInfo::ssrc)
          .returns(true, SessionInfo::connected);
    }
  }

  @Test
  void connectionsOverTheLimitAreClosed() {
    server.close();
    server = EmbeddedVoiceServer.builder().plain().maxConnections(1).start();
    try (TestClient client = TestClient.joined(server, 1, 2)) {
      assertThat(client.closedWith()).isEmpty();
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> TestClient.open(server, 1, 3));
      server.await(Violation.class, v -> v.kind() == ViolationKind.LIMIT_REACHED, LIMIT);
    }
  }

  @Test
  void connectionIsResetWhenTheClientDoesNotRead() {
    TestClient.httpClient(server)
        .newWebSocketBuilder()
        .buildAsync(
            TestClient.uri(server, "/?v=8"),
            new WebSocket.Listener() {
              @Override
              public void onOpen(WebSocket socket) {
                // Never requests a message.
              }
            })
        .join()
        .sendText(new TextCodec().encode(new Identify(1, 2, "s", "right", 0)), true)
        .join();
    server.await(ServerEvent.Identified.class, i -> true, LIMIT);
    String long64 = "x".repeat(64 * 1024);
    boolean open = true;
    for (int i = 0; open && i < 1_000; i++) {
      open = server.sendRaw(1, 2, long64);
    }
    server.await(Violation.class, v -> v.kind() == ViolationKind.LIMIT_REACHED, LIMIT);
    assertThat(server.await(Closed.class, c -> true, LIMIT).code()).isEqualTo(1006);
  }

  @Test
  void toStringAndJsonOfEventsContainNoSecret() {
    TestClient client = open();
    client.send(new Identify(1, 2, "a-secret-session", "a-wrong-secret", 0));
    assertThat(client.closeCode()).isEqualTo(4004);
    TestClient right = open();
    right.send(new Identify(1, 2, "a-secret-session", "right", 0));
    right.next(Ready.class);
    assertThat(server.events().toString()).doesNotContain("secret").doesNotContain("right");
    assertThat(server.events().stream().map(ServerEventJson::line).toList().toString())
        .doesNotContain("secret-")
        .doesNotContain("-secret");
    right.close();
    client.close();
  }
}
