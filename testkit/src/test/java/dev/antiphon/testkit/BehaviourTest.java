package dev.antiphon.testkit;

import static dev.antiphon.testkit.TestClient.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.fixtures.LogCapture;
import dev.antiphon.protocol.ClientsConnect;
import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.Hello;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.protocol.Ready;
import dev.antiphon.protocol.Resume;
import dev.antiphon.protocol.Resumed;
import dev.antiphon.protocol.SelectProtocol;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.protocol.Speaking;
import dev.antiphon.testkit.internal.record.ServerRecording;
import dev.antiphon.testkit.internal.session.BehaviourGate;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEvent.DiscoveryRequested;
import dev.antiphon.testkit.record.ServerEvent.MessageReceived;
import dev.antiphon.testkit.server.Peer;
import dev.antiphon.testkit.server.ServerBehaviour;
import dev.antiphon.testkit.server.Verdict;
import dev.antiphon.udp.internal.DiscoveryPacket;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A {@code ServerBehaviour} drops or holds messages and discovery replies. */
class BehaviourTest {

  private static EmbeddedVoiceServer server(ServerBehaviour behaviour) {
    return EmbeddedVoiceServer.builder().plain().behaviour(behaviour).start();
  }

  private static ServerBehaviour outgoing(Predicate<GatewayMessage> which, Verdict verdict) {
    return new ServerBehaviour() {
      @Override
      public Verdict outgoing(Peer to, GatewayMessage message) {
        return which.test(message) ? verdict : Verdict.deliver();
      }
    };
  }

  @Test
  void messagesWithASequenceNumberWaitWhileTheBehaviourDelaysTheReadyMessage() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (EmbeddedVoiceServer server =
            server(outgoing(Ready.class::isInstance, Verdict.holdUntil(gate)));
        TestClient other = TestClient.open(server, 1, 3)) {
      other.send(other.identify());
      server.await(ServerEvent.Identified.class, i -> i.userId() == 3, LIMIT);
      try (TestClient client = TestClient.open(server, 1, 2)) {
        client.next(Hello.class);
        client.send(client.identify());
        client.send(new Heartbeat(1, -1));
        assertThat(client.nextEnvelope().message()).isInstanceOf(HeartbeatAck.class);
        gate.complete(null);
        assertThat(client.nextEnvelope().message()).isInstanceOf(Ready.class);
        assertThat(client.nextEnvelope().message()).isEqualTo(new ClientsConnect(List.of(3L)));
      }
    }
  }

  @Test
  void droppedMessageUsesNoSequenceNumber() {
    try (EmbeddedVoiceServer server =
            server(outgoing(SessionDescription.class::isInstance, Verdict.drop()));
        TestClient client = TestClient.open(server, 1, 2)) {
      client.send(client.identify());
      client.next(Ready.class);
      client.send(new SelectProtocol("udp", "127.0.0.1", 1, EncryptionMode.values()[0].wireName()));
      server.await(ServerEvent.ProtocolSelected.class, s -> true, LIMIT);
      server.sendTo(1, 2, new ClientsConnect(List.of(4L)));
      assertThat(client.nextEnvelope(ClientsConnect.class).sequence()).isEqualTo(1);
    }
  }

  @Test
  void heartbeatsAreNotAnsweredWhenTheBehaviourDropsThem() {
    AtomicInteger asked = new AtomicInteger();
    try (EmbeddedVoiceServer server =
            server(
                new ServerBehaviour() {
                  @Override
                  public Verdict incoming(Peer from, GatewayMessage message) {
                    return message instanceof Heartbeat && asked.getAndIncrement() < 2
                        ? Verdict.drop()
                        : Verdict.deliver();
                  }
                });
        TestClient client = TestClient.open(server, 1, 2)) {
      for (int nonce = 1; nonce <= 3; nonce++) {
        client.send(new Heartbeat(nonce, -1));
      }
      assertThat(client.next(HeartbeatAck.class).nonce()).isEqualTo(3);
      server.await(3, MessageReceived.class::isInstance, LIMIT);
    }
  }

  @Test
  void behaviourCanDropAndHoldDiscoveryReplies() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    AtomicInteger asked = new AtomicInteger();
    try (EmbeddedVoiceServer server =
            server(
                new ServerBehaviour() {
                  @Override
                  public Verdict discovery(Peer from, InetSocketAddress observed) {
                    return asked.getAndIncrement() == 0 ? Verdict.drop() : Verdict.holdUntil(gate);
                  }
                });
        TestClient client = TestClient.open(server, 1, 2)) {
      client.send(client.identify());
      client.ready = client.next(Ready.class);
      client.sendDatagram(DiscoveryPacket.request(client.ready.ssrc()).encode());
      client.sendDatagram(DiscoveryPacket.request(client.ready.ssrc()).encode());
      server.await(2, DiscoveryRequested.class::isInstance, LIMIT);
      client.sendDatagram(new byte[8]);
      assertThat(client.receiveDatagram()).hasSize(8);
      gate.complete(null);
      assertThat(client.receiveDatagram()).hasSize(DiscoveryPacket.LENGTH);
    }
  }

  @Test
  void heldMessageIsDroppedWhenTheFutureThatHoldsItFails() {
    try (EmbeddedVoiceServer server =
            server(
                outgoing(
                    Hello.class::isInstance,
                    Verdict.holdUntil(
                        CompletableFuture.failedFuture(new IllegalStateException("lost")))));
        TestClient client = TestClient.open(server, 1, 2)) {
      client.send(client.identify());
      assertThat(client.nextEnvelope().message()).isInstanceOf(Ready.class);
    }
  }

  @Test
  void clientCanJoinWhenTheBehaviourAndTheListenerThrow() throws Exception {
    try (LogCapture behaviour = LogCapture.of(BehaviourGate.class);
        LogCapture listener = LogCapture.of(ServerRecording.class);
        EmbeddedVoiceServer server =
            EmbeddedVoiceServer.builder()
                .plain()
                .listener(
                    event -> {
                      throw new IllegalStateException("a listener of this test");
                    })
                .behaviour(
                    outgoing(
                        message -> {
                          throw new IllegalStateException("a behaviour of this test");
                        },
                        Verdict.drop()))
                .start();
        TestClient client = TestClient.joined(server, 1, 2)) {
      assertThat(client.description).isNotNull();
      assertThat(behaviour.await(3))
          .allSatisfy(line -> assertThat(line).endsWith("a behaviour of this test"));
      assertThat(listener.await(3))
          .allSatisfy(line -> assertThat(line).endsWith("a listener of this test"));
    }
  }

  @Test
  void numberedMessagesArriveOnceAndInOrderWhenTheResumedMessageIsHeld() {
    CompletableFuture<Void> gate = new CompletableFuture<>();
    try (EmbeddedVoiceServer server =
            server(outgoing(Resumed.class::isInstance, Verdict.holdUntil(gate)));
        TestClient client = TestClient.joined(server, 1, 2)) {
      server.dropConnections();
      assertThat(client.closeCode()).isEqualTo(1006);
      try (TestClient next = TestClient.open(server, 1, 2);
          TestClient other = TestClient.open(server, 1, 3)) {
        next.send(next.resume(1));
        server.await(MessageReceived.class, m -> m.message() instanceof Resume, LIMIT);
        other.send(other.identify());
        server.await(ServerEvent.Identified.class, i -> i.userId() == 3, LIMIT);
        gate.complete(null);
        assertThat(next.nextEnvelope().message()).isInstanceOf(Hello.class);
        assertThat(next.nextEnvelope().message()).isInstanceOf(Resumed.class);
        assertThat(next.nextEnvelope().message()).isEqualTo(new ClientsConnect(List.of(3L)));
        server.sendTo(1, 2, new Speaking(OptionalLong.of(3), 1, 0, 5));
        assertThat(next.nextEnvelope().sequence()).isEqualTo(3);
      }
    }
  }

  @Test
  void sendRawAndSendBinarySendTheirContentUnchanged() {
    try (EmbeddedVoiceServer server = server(ServerBehaviour.NONE);
        TestClient client = TestClient.joined(server, 1, 2)) {
      assertThat(server.sendRaw(1, 2, "{\"op\":")).isTrue();
      assertThat(client.undecodable()).isEqualTo("{\"op\":");
      assertThat(server.sendBinary(1, 2, OpaqueBytes.copyOf(new byte[] {7}))).isTrue();
      assertThat(client.undecodable()).isEqualTo("[7]");
      assertThat(server.sendRaw(1, 9, "nobody")).isFalse();
      assertThat(server.sendTo(1, 9, new Hello(1))).isFalse();
      assertThat(server.sendTo(1, 2, new Hello(1))).isTrue();
      assertThat(client.nextEnvelope(Hello.class).sequence()).isEqualTo(-1);
    }
  }

  @Test
  void dropConnectionsResetsTheTcpConnections() throws IOException {
    try (EmbeddedVoiceServer server = server(ServerBehaviour.NONE);
        Socket socket = new Socket("127.0.0.1", server.port())) {
      socket.setSoTimeout((int) LIMIT.toMillis());
      String request =
          "GET /?v=8 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
              + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      server.await(ServerEvent.MessageSent.class, m -> m.message() instanceof Hello, LIMIT);
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      server.dropConnections();
      assertThatThrownBy(() -> socket.getInputStream().transferTo(OutputStream.nullOutputStream()))
          .isInstanceOf(SocketException.class);
    }
  }
}
