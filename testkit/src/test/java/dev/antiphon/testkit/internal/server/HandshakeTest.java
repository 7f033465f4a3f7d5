package dev.antiphon.testkit.internal.server;

import static dev.antiphon.testkit.TestClient.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.Hello;
import dev.antiphon.protocol.OpaqueBytes;
import dev.antiphon.protocol.Ready;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.EmbeddedVoiceServerBuilder;
import dev.antiphon.testkit.TestClient;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.record.ServerEvent.FrameReceived;
import dev.antiphon.testkit.record.ServerEvent.Identified;
import dev.antiphon.testkit.record.ServerEvent.ProtocolSelected;
import dev.antiphon.testkit.record.ViolationKind;
import dev.antiphon.testkit.server.SessionInfo;
import dev.antiphon.udp.internal.DiscoveryPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeTest {

  @ParameterizedTest
  @CsvSource({
    "true,  AEAD_AES256_GCM_RTPSIZE",
    "true,  AEAD_XCHACHA20_POLY1305_RTPSIZE",
    "false, AEAD_AES256_GCM_RTPSIZE",
    "false, AEAD_XCHACHA20_POLY1305_RTPSIZE"
  })
  void clientJoinsAndItsFramesAreRecorded(boolean tls, EncryptionMode mode) {
    EmbeddedVoiceServerBuilder builder = EmbeddedVoiceServer.builder();
    try (EmbeddedVoiceServer server = (tls ? builder.tls() : builder.plain()).start();
        TestClient client = TestClient.open(server, 10, 20)) {
      assertThat(client.next(Hello.class).heartbeatInterval()).isEqualTo(13_750.0);
      client.send(client.identify());
      client.ready = client.next(Ready.class);
      assertThat(client.ready.ssrc()).isPositive();
      assertThat(client.ready.port()).isEqualTo(server.udpPort());
      assertThat(client.ready.modes())
          .containsExactly("aead_aes256_gcm_rtpsize", "aead_xchacha20_poly1305_rtpsize");

      DiscoveryPacket seen = client.discover();
      assertThat(seen.ssrc()).isEqualTo(client.ready.ssrc());
      assertThat(seen.address()).isEqualTo("127.0.0.1");
      assertThat(seen.port()).isEqualTo(client.udpAddress().getPort());

      client.select(seen.address(), seen.port(), mode.wireName());
      assertThat(client.description.mode()).isEqualTo(mode.wireName());
      assertThat(client.description.secretKey().length()).isEqualTo(32);
      assertThat(client.description.daveProtocolVersion()).isZero();

      client.speak(1);
      server.await(ServerEvent.SpeakingChanged.class, e -> e.speaking() == 1, LIMIT);
      for (int i = 0; i < 5; i++) {
        client.sendFrame(65_533 + i & 0xFFFF, new byte[] {1, (byte) i});
      }
      List<FrameReceived> frames = server.awaitFrames(10, 20, 5, LIMIT);
      assertThat(frames)
          .extracting(FrameReceived::sequence)
          .containsExactly(65_533, 65_534, 65_535, 0, 1);
      assertThat(frames).extracting(FrameReceived::nonce).containsExactly(0L, 1L, 2L, 3L, 4L);
      assertThat(frames)
          .extracting(FrameReceived::opus)
          .containsExactlyElementsOf(
              java.util.stream.IntStream.range(0, 5)
                  .mapToObj(i -> OpaqueBytes.copyOf(new byte[] {1, (byte) i}))
                  .toList());

      client.send(new Heartbeat(77, -1));
      assertThat(client.next(HeartbeatAck.class).nonce()).isEqualTo(77);
      assertThat(server.summary().violations()).isEmpty();
      assertThat(server.await(ProtocolSelected.class, e -> true, LIMIT).mode())
          .isEqualTo(mode.wireName());
    }
  }

  @Test
  void eachClientGetsADifferentSsrcAndTheSsrcWrapsAfter32Bits() {
    try (EmbeddedVoiceServer server =
            EmbeddedVoiceServer.builder().plain().firstSsrc(0xFFFF_FFFFL).start();
        TestClient first = TestClient.open(server, 1, 1);
        TestClient second = TestClient.open(server, 1, 2)) {
      first.send(first.identify());
      assertThat(first.next(Ready.class).ssrc()).isEqualTo(0xFFFF_FFFFL);
      second.send(second.identify());
      assertThat(second.next(Ready.class).ssrc()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"/?v=4, 400", "/?v=9, 400", "/, 400", "/?v=8&v=4, 400", "/voice?v=8, 404"})
  void unsupportedVersionsAndPathsAreRefused(String target, int status) {
    try (EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start()) {
      assertThatThrownBy(
              () ->
                  HttpClient.newHttpClient()
                      .newWebSocketBuilder()
                      .buildAsync(TestClient.uri(server, target), new WebSocket.Listener() {})
                      .join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(WebSocketHandshakeException.class)
          .satisfies(
              e ->
                  assertThat(
                          ((WebSocketHandshakeException) e.getCause()).getResponse().statusCode())
                      .isEqualTo(status));
      server.await(
          ServerEvent.Violation.class, v -> v.kind() == ViolationKind.UPGRADE_REFUSED, LIMIT);
    }
  }

  @Test
  void plainHttpIsAnsweredWithUpgradeRequired() throws Exception {
    try (EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start()) {
      var response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://" + server.endpoint() + "/?v=8"))
                      .build(),
                  BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(426);
      assertThat(response.body()).contains("WebSocket");
    }
  }

  @Test
  void certificateNamesTheLoopbackAddresses(@TempDir Path directory) throws Exception {
    try (EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().start()) {
      for (String host : List.of("localhost", "127.0.0.1")) {
        TestClient.httpClient(server)
            .newWebSocketBuilder()
            .buildAsync(
                URI.create("wss://" + host + ":" + server.port() + "/?v=8"),
                new WebSocket.Listener() {})
            .join()
            .abort();
      }
      Path pem = directory.resolve("ca.pem");
      server.writeCaCertificate(pem);
      assertThat(Files.readString(pem)).startsWith("-----BEGIN CERTIFICATE-----\n");
    }
  }

  @Test
  void serverOnIpv6IsReachableByItsAddress() throws Exception {
    try (EmbeddedVoiceServer server =
            EmbeddedVoiceServer.builder().bindAddress(InetAddress.getByName("::1")).start();
        TestClient client = TestClient.open(server, 1, 2)) {
      assertThat(server.endpoint()).isEqualTo("[::1]:" + server.port());
      client.send(client.identify());
      assertThat(client.next(Ready.class).ip()).isEqualTo("::1");
    }
  }

  @Test
  void givenCertificateIsUsedAndAnInvalidCertificateFileIsRejected(@TempDir Path directory)
      throws Exception {
    var made =
        new io.netty.pkitesting.CertificateBuilder()
            .ecp256()
            .subject("CN=given")
            .addSanDnsName("localhost")
            .setIsCertificateAuthority(true)
            .buildSelfSigned();
    Path certificate = directory.resolve("cert.pem");
    Path key = directory.resolve("key.pem");
    Files.writeString(certificate, made.getCertificatePEM());
    Files.writeString(key, made.getPrivateKeyPEM());
    try (EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().tls(certificate, key).start();
        TestClient client = TestClient.open(server, 1, 2)) {
      assertThat(server.caCertificate()).isEqualTo(made.getCertificate());
      client.send(client.identify());
      client.next(Ready.class);
    }
    assertThatThrownBy(() -> EmbeddedVoiceServer.builder().tls(certificate, certificate))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("PKCS#8")
        .hasMessageContaining("cert.pem");
    assertThatThrownBy(() -> EmbeddedVoiceServer.builder().tls(key, key))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("X.509");
  }

  @Test
  void startThrowsWithThePortNumberWhenThePortIsInUse() {
    try (EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start()) {
      assertThatThrownBy(() -> EmbeddedVoiceServer.builder().plain().port(server.port()).start())
          .isInstanceOf(java.io.UncheckedIOException.class)
          .hasMessageContaining("TCP")
          .hasMessageContaining(Integer.toString(server.port()));
    }
  }

  @Test
  void userCanHaveASessionInEachGuild() {
    try (EmbeddedVoiceServer server = EmbeddedVoiceServer.builder().plain().start();
        TestClient a = TestClient.joined(server, 1, 7);
        TestClient b = TestClient.joined(server, 2, 7)) {
      assertThat(server.sessions())
          .extracting(SessionInfo::guildId)
          .containsExactlyInAnyOrder(1L, 2L);
      assertThat(a.description.secretKey()).isNotEqualTo(b.description.secretKey());
      Identified of = server.await(Identified.class, e -> e.guildId() == 2, LIMIT);
      assertThat(of.ssrc()).isEqualTo(b.ready.ssrc());
    }
  }
}
