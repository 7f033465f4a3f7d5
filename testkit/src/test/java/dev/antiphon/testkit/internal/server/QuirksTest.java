package dev.antiphon.testkit.internal.server;

import static dev.antiphon.testkit.TestClient.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.ClientDisconnect;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.Hello;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.Resumed;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.protocol.Speaking;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEvent.Closed;
import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import dev.antiphon.testkit.record.ServerEvent.KeepaliveReceived;
import dev.antiphon.testkit.record.ServerEvent.MessageReceived;
import dev.antiphon.testkit.record.ServerEvent.ProtocolSelected;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.testkit.server.ServerBehaviour;
import dev.antiphon.testkit.server.Verdict;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server accepts undocumented behaviour of real clients without a violation. */
class QuirksTest {

  private final EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start();

  @AfterEach
  void assertNoViolation() {
    assertThat(server.summary().violations()).isEmpty();
    server.close();
  }

  private TestClient identified() {
    TestClient client = TestClient.open(server, 1, 2);
    client.send(client.identify());
    client.ready = client.next(Ready.class);
    return client;
  }

  /** discord.js sends Identify as soon as the socket is open. */
  @Test
  void identifyBeforeHelloIsAccepted() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    ServerBehaviour late =
        new ServerBehaviour() {
          @Override
          public Verdict outgoing(Peer to, dev.antiphon.protocol.GatewayMessage message) {
            return message instanceof Hello ? Verdict.holdUntil(gate) : Verdict.deliver();
          }
        };
    try (EmbeddedVoiceServer held = EmbeddedVoiceServer.builder().plain().behaviour(late).start();
        TestClient client = TestClient.open(held, 1, 2)) {
      client.send(client.identify());
      assertThat(client.nextEnvelope().message()).isInstanceOf(Ready.class);
      gate.complete(null);
      assertThat(client.nextEnvelope().message()).isInstanceOf(Hello.class);
    }
  }

  /** discord.js sends its first 8-byte keepalive, all zero, before IP discovery. */
  @Test
  void keepaliveBeforeDiscoveryIsAnswered() {
    try (TestClient client = identified()) {
      client.sendDatagram(new byte[8]);
      assertThat(client.receiveDatagram()).isEqualTo(new byte[8]);
      KeepaliveReceived first = server.await(KeepaliveReceived.class, k -> true, LIMIT);
      assertThat(first).returns(8, KeepaliveReceived::length).returns(0L, ServerEvent::userId);
      client.discover();
      byte[] counter = {1, 0, 0, 0, 0, 0, 0, 0};
      client.sendDatagram(counter);
      assertThat(client.receiveDatagram()).isEqualTo(counter);
      server.await(KeepaliveReceived.class, k -> k.concerns(1, 2), LIMIT);
    }
  }

  /** discord.js sends Speaking 1 again after Resumed. */
  @Test
  void repeatedSpeakingMessageAfterResumedIsAccepted() {
    try (TestClient client = TestClient.joined(server, 1, 2);
        TestClient other = TestClient.joined(server, 1, 3)) {
      client.speak(1);
      other.next(Speaking.class);
      server.dropConnection(1, 2);
      server.await(Closed.class, c -> true, LIMIT);
      try (TestClient next = TestClient.open(server, 1, 2).continuing(client)) {
        next.send(next.resume(1));
        next.next(Resumed.class);
        next.speak(1);
        assertThat(other.next(Speaking.class).speaking()).isEqualTo(1);
      }
    }
  }

  /** JDA omits seq_ack until it has received a number. */
  @Test
  void heartbeatWithoutSeqAckIsAnswered() {
    try (TestClient client = TestClient.open(server, 1, 2)) {
      client.next(Hello.class);
      client.sendText("{\"op\":3,\"d\":{\"t\":1501184119561}}");
      assertThat(client.next(HeartbeatAck.class).nonce()).isEqualTo(1_501_184_119_561L);
    }
  }

  /** JDA sends Speaking 0 right after Session Description, then silence, then audio. */
  @Test
  void audioAfterASpeakingMessageWithValueZeroIsAccepted() {
    try (TestClient client = TestClient.joined(server, 1, 2)) {
      client.speak(0);
      server.await(ServerEvent.SpeakingChanged.class, s -> true, LIMIT);
      client.sendFrame(1, new byte[] {1});
      server.awaitFrames(1, 2, 1, LIMIT);
    }
  }

  /**
   * JDA's 9-byte keepalive, its 2048 zero bytes for a tick without a frame, and its empty
   * datagrams.
   */
  @Test
  void nineByteKeepaliveIsAnsweredAndEmptyDatagramsAreIgnored() {
    try (TestClient client = TestClient.joined(server, 1, 2)) {
      client.speak(1);
      client.sendDatagram(new byte[0]);
      client.sendDatagram(new byte[2048]);
      byte[] keepalive = new byte[9];
      keepalive[0] = (byte) 0xC9;
      client.sendDatagram(keepalive);
      assertThat(client.receiveDatagram()).isEqualTo(keepalive);
      client.sendFrame(1, new byte[] {5});
      server.awaitFrames(1, 2, 1, LIMIT);
      assertThat(server.summary().ignoredDatagrams()).isEqualTo(2);
      assertThat(server.summary().keepalives()).isEqualTo(1);
    }
  }

  /** JDA continues to send audio while it resumes, and does not repeat Speaking. */
  @Test
  void audioIsForwardedWhileTheWebSocketIsLost() {
    try (TestClient client = TestClient.joined(server, 1, 2);
        TestClient other = TestClient.joined(server, 1, 3)) {
      client.speak(1);
      other.next(Speaking.class);
      server.dropConnection(1, 2);
      server.await(Closed.class, c -> true, LIMIT);
      client.sendFrame(1, new byte[] {1});
      assertThat(other.receiveFrame().opus()).containsExactly(1);
      assertThat(server.awaitFrames(1, 2, 1, LIMIT)).first().returns(1, FrameReceived::sequence);
    }
  }

  /**
   * JDA leaves with a close frame without a code. Its session stays, and other members are not
   * notified.
   */
  @Test
  void sessionCanBeResumedAfterACloseWithoutACode() {
    try (TestClient client = TestClient.joined(server, 1, 2);
        TestClient other = TestClient.joined(server, 1, 3)) {
      client.abort();
      assertThat(server.await(Closed.class, c -> true, LIMIT).code()).isEqualTo(1006);
      assertThat(server.sessions()).hasSize(2);
      other.send(new dev.antiphon.protocol.Heartbeat(1, -1));
      other.next(HeartbeatAck.class);
      assertThat(other.waiting()).noneMatch(e -> e.message() instanceof ClientDisconnect);
    }
  }

  /** The unofficial opcodes of the official client and of Koe. */
  @ParameterizedTest
  @ValueSource(ints = {12, 14, 15, 16, 17, 18, 19, 20})
  void unofficialOpcodesAreAccepted(int opcode) {
    try (TestClient client = identified()) {
      client.sendText("{\"op\":%d,\"d\":{\"any\":0}}".formatted(opcode));
      server.await(MessageReceived.class, m -> m.message().opcode() == opcode, LIMIT);
      client.send(new dev.antiphon.protocol.Heartbeat(3, -1));
      assertThat(client.next(HeartbeatAck.class).nonce()).isEqualTo(3);
    }
  }

  /** DAVE messages of clients that support DAVE, although the server does not offer it. */
  @Test
  void daveMessagesAreAcceptedWhenDaveIsOff() {
    try (TestClient client = identified()) {
      client.sendBinary(new byte[] {26, 1, 2, 3});
      client.sendText("{\"op\":23,\"d\":{\"transition_id\":0}}");
      server.await(MessageReceived.class, m -> m.message().opcode() == 26, LIMIT);
      server.await(MessageReceived.class, m -> m.message().opcode() == 23, LIMIT);
    }
  }

  /** Snowflakes as numbers, and fields that only the unofficial documentation describes. */
  @Test
  void unofficialFieldsAreAccepted() {
    try (TestClient client = TestClient.open(server, 41771983423143937L, 104694319306248192L)) {
      client.sendText(
          "{\"op\":0,\"d\":{\"server_id\":41771983423143937,\"user_id\":104694319306248192,"
              + "\"session_id\":\"s\",\"token\":\"t\",\"video\":true,\"streams\":[],"
              + "\"max_dave_protocol_version\":1}}");
      client.ready = client.next(Ready.class);
      client.sendText(
          "{\"op\":1,\"d\":{\"protocol\":\"udp\",\"data\":{\"address\":\"192.0.2.1\",\"port\":1,"
              + "\"mode\":\"aead_xchacha20_poly1305_rtpsize\"},\"codecs\":[{\"name\":\"opus\","
              + "\"type\":\"audio\",\"priority\":1000,\"payload_type\":120}],"
              + "\"rtc_connection_id\":\"c6a2\",\"experiments\":[]}}");
      client.next(SessionDescription.class);
      assertThat(server.await(ProtocolSelected.class, s -> true, LIMIT))
          .returns(41771983423143937L, ServerEvent::guildId)
          .returns(104694319306248192L, ServerEvent::userId)
          .returns("192.0.2.1", ProtocolSelected::address);
    }
  }

  /** A WebSocket message in fragments, and RTCP on the audio port. */
  @Test
  void fragmentedMessageIsAnsweredAndRtcpIsIgnored() {
    try (TestClient client = TestClient.joined(server, 1, 2)) {
      client.sendFragments("{\"op\":3,", "\"d\":{\"t\":", "9}}");
      assertThat(client.next(HeartbeatAck.class).nonce()).isEqualTo(9);
      byte[] receiverReport = new byte[32];
      receiverReport[0] = (byte) 0x81;
      receiverReport[1] = (byte) 201;
      client.sendDatagram(receiverReport);
      client.discover();
      assertThat(server.summary().ignoredDatagrams()).isEqualTo(1);
    }
  }
}
