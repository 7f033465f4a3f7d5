package dev.antiphon.testkit;

import static dev.antiphon.testkit.TestClient.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.record.ServerEvent;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LeakTest {

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(
            thread ->
                thread.getName().startsWith("antiphon-")
                    || thread.getName().startsWith("globalEventExecutor"))
        .collect(Collectors.toSet());
  }

  @Test
  void noThreadOrPortIsInUseAfterFiftyJoinsAndClose() throws Exception {
    Set<Thread> before = threads();
    EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().tls().echo(true).start();
    HttpClient http = TestClient.httpClient(server);
    for (int i = 0; i < 50; i++) {
      try (TestClient client =
          TestClient.open(http, server, i % 3 + 1, i + 1)
              .join(dev.antiphon.protocol.EncryptionMode.values()[i % 2])) {
        client.speak(1);
        client.sendFrame(i, new byte[] {(byte) i});
        server.awaitFrames(client.guildId, client.userId, 1, LIMIT);
        if (i % 2 == 0) {
          client.close(1000);
          server.await(
              ServerEvent.Left.class, e -> e.concerns(client.guildId, client.userId), LIMIT);
        }
      }
    }
    assertThat(threads()).hasSize(before.size() + 1);
    assertThat(server.summary().frames()).isEqualTo(50);
    server.close();
    server.close();
    assertThat(threads()).isEqualTo(before);
    InetAddress loopback = InetAddress.getByName("127.0.0.1");
    new ServerSocket(server.port(), 1, loopback).close();
    new DatagramSocket(new InetSocketAddress(loopback, server.udpPort())).close();
    assertThat(server.events()).isNotEmpty();
    assertThatThrownBy(server::sessions).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void failedStartLeavesNoThread() {
    Set<Thread> before = threads();
    try (EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start()) {
      EmbeddedVoiceServerBuilder taken =
          EmbeddedVoiceServer.builder().plain().port(server.port()).udpPort(0);
      assertThatThrownBy(taken::start).hasMessageContaining("Cannot listen");
      assertThat(threads()).hasSize(before.size() + 1);
    }
    assertThat(threads()).isEqualTo(before);
  }

  @Test
  void closeInsideAListenerDoesNotHang() {
    java.util.concurrent.CompletableFuture<EmbeddedVoiceServer> self =
        new java.util.concurrent.CompletableFuture<>();
    EmbeddedVoiceServer server =
        EmbeddedVoiceServer.builder()
            .plain()
            .listener(
                event -> {
                  if (event instanceof ServerEvent.Identified) {
                    self.join().close();
                  }
                })
            .start();
    self.complete(server);
    try (TestClient client = TestClient.open(server, 1, 2)) {
      client.send(client.identify());
      assertThat(client.closeCode()).isIn(List.of(1001, 1006));
    }
    server.close();
  }

  @Test
  void gatewayThreadEndsAfterClose() {
    Set<Thread> before = threads();
    FakeDiscordGateway gateway = FakeDiscordGateway.of(1, "localhost:1");
    gateway.send(
        new dev.antiphon.protocol.UpdateVoiceState(1, java.util.OptionalLong.of(2), false, false));
    gateway.close();
    gateway.close();
    assertThat(threads()).isEqualTo(before);
  }
}
