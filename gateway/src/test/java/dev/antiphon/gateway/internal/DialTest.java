package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.fixtures.RefusingPort;
import dev.antiphon.gateway.internal.DialException.Stage;
import dev.antiphon.gateway.internal.RecordingListener.Failed;
import dev.antiphon.gateway.internal.RecordingListener.Opened;
import dev.antiphon.gateway.internal.TestServer.Peer;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests successful and failed dials. */
class DialTest extends SocketTest {
  private static final SslContext LOCAL = AUTHORITY.local();

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "::1"})
  void dialSucceedsOverTls(String host) throws Exception {
    String address = host.equals("::1") ? "::1" : "127.0.0.1";
    try (TestServer server = TestServer.webSocket(servers, address, LOCAL);
        GatewayDialer dialer = trusting().build()) {
      VoiceSocket socket = dial(dialer, server.endpoint(host));
      listener.next(Opened.class);
      Peer peer = server.accept();
      assertThat(peer.uri()).isEqualTo("/?v=8");
      assertThat(peer.headers().get("host")).isEqualTo(server.endpoint(host).toString());
      assertThat(peer.headers().get("user-agent")).startsWith("Antiphon (").endsWith(")");
      assertThat(peer.headers().names()).doesNotContain("origin", "sec-websocket-extensions");
      socket.abort();
      awaitClosed(socket);
    }
  }

  @Test
  void dialSucceedsWhenTheCertificateAuthorityIsInATrustedPemFile(@TempDir Path folder)
      throws Exception {
    Path pem = folder.resolve("ca.pem");
    Files.writeString(pem, new TestAuthority("another").pem() + AUTHORITY.pem());
    try (TestServer server = TestServer.webSocket(servers, "127.0.0.1", LOCAL);
        GatewayDialer dialer = dialer().trust(pem).build()) {
      VoiceSocket socket = dial(dialer, server.endpoint("localhost"));
      listener.next(Opened.class);
      socket.abort();
      awaitClosed(socket);
    }
  }

  @Test
  void trustThrowsWhenTheFileContainsNoCertificate(@TempDir Path folder) throws Exception {
    Path empty = Files.createFile(folder.resolve("empty.pem"));
    Path garbage =
        Files.writeString(folder.resolve("garbage.pem"), "-----BEGIN CERTIFICATE-----\nx");
    for (Path file : new Path[] {empty, garbage, folder.resolve("missing.pem")}) {
      assertThatThrownBy(() -> dialer().trust(file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("expected a PEM file");
    }
  }

  @Test
  void dialWithoutTlsSucceedsOnlyWhenPlainIsAllowed() throws Exception {
    try (TestServer server = TestServer.webSocket(servers, "127.0.0.1", null)) {
      try (GatewayDialer dialer = plain().build()) {
        VoiceSocket socket = dial(dialer, server.endpoint("127.0.0.1"));
        listener.next(Opened.class);
        socket.abort();
        awaitClosed(socket);
      }
      try (GatewayDialer dialer = trusting().build()) {
        failsWith(dialer, server.endpoint("127.0.0.1"), Stage.TLS, "expected");
      }
    }
    assertThatThrownBy(() -> trusting().allowPlain(true).build())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void dialFailsWhenThePortIsClosed() throws Exception {
    try (RefusingPort closed = RefusingPort.open();
        GatewayDialer dialer = trusting().build()) {
      failsWith(dialer, new Endpoint("127.0.0.1", closed.port()), Stage.CONNECT, "refused");
    }
  }

  @Test
  void dialFailsWhenTheHostNameIsUnknown() throws Exception {
    try (GatewayDialer dialer = trusting().build()) {
      failsWith(dialer, new Endpoint("unknown.invalid", 443), Stage.NAME, "host name", "unknown");
    }
  }

  @Test
  void dialFailsWhenTheResolverThrowsAnException() throws Exception {
    NameLookup.Resolver broken =
        host -> {
          throw new SecurityException("no resolver here");
        };
    try (GatewayDialer dialer = trusting().resolver(broken).build()) {
      failsWith(dialer, new Endpoint("a.example", 443), Stage.NAME, "no resolver here");
    }
  }

  @Test
  void dialFailsWhenTheCertificateAuthorityIsNotTrusted() throws Exception {
    try (TestServer server = TestServer.webSocket(servers, "127.0.0.1", LOCAL);
        GatewayDialer dialer = dialer().trust(new TestAuthority("another").certificate()).build();
        GatewayDialer system = dialer().build()) {
      failsWith(dialer, server.endpoint("localhost"), Stage.TLS, "certificate", "not trusted");
      failsWith(system, server.endpoint("localhost"), Stage.TLS, "certificate", "not trusted");
    }
  }

  @Test
  void dialFailsWhenTheCertificateIsExpired() throws Exception {
    try (TestServer server = TestServer.webSocket(servers, "127.0.0.1", AUTHORITY.expired());
        GatewayDialer dialer = trusting().build()) {
      failsWith(dialer, server.endpoint("localhost"), Stage.TLS, "not trusted", "NotAfter");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void dialFailsWhenTheCertificateIsForAnotherHost(String host) throws Exception {
    try (TestServer server =
            TestServer.webSocket(servers, "127.0.0.1", AUTHORITY.named("elsewhere.example"));
        GatewayDialer dialer = trusting().build()) {
      failsWith(dialer, server.endpoint(host), Stage.TLS, "certificate", "is not for " + host);
    }
  }

  @Test
  void dialFailsWhenTheServerDoesNotUseTls() throws Exception {
    try (TestServer server =
            TestServer.raw(servers, answering("HTTP/1.1 400 Bad Request\r\n\r\n"));
        GatewayDialer dialer = trusting().build()) {
      failsWith(dialer, server.endpoint("127.0.0.1"), Stage.TLS, "did not answer with TLS");
    }
  }

  @Test
  void dialFailsWhenTheServerClosesTheConnectionDuringTheTlsHandshake() throws Exception {
    try (TestServer server = TestServer.raw(servers, answering(null));
        GatewayDialer dialer = trusting().build()) {
      failsWith(dialer, server.endpoint("127.0.0.1"), Stage.TLS, "closed the connection");
    }
  }

  @Test
  void dialFailsWithTheHttpStatusWhenTheResponseBodyIsLong() throws Exception {
    String page = "x".repeat(100_000);
    String refusal = "HTTP/1.1 403 Forbidden\r\nContent-Length: 100000\r\n\r\n" + page;
    try (TestServer server = TestServer.raw(servers, answering(refusal));
        GatewayDialer dialer = plain().build()) {
      failsWith(
          dialer, server.endpoint("127.0.0.1"), Stage.UPGRADE, "403", "expected HTTP status 101");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "\u0000\u0001\u0002\r\n\r\n"
      })
  void dialFailsWhenTheResponseIsNotAValidUpgrade(String answer) throws Exception {
    try (TestServer server = TestServer.raw(servers, answering(answer));
        GatewayDialer dialer = plain().build()) {
      failsWith(dialer, server.endpoint("127.0.0.1"), Stage.UPGRADE, "expected");
    }
  }

  @Test
  void dialFailsWhenAResponseHeaderIsTooLong() throws Exception {
    String answer = "HTTP/1.1 101 Switching Protocols\r\nX: " + "y".repeat(100_000);
    try (TestServer server = TestServer.raw(servers, answering(answer));
        GatewayDialer dialer = plain().build()) {
      failsWith(dialer, server.endpoint("127.0.0.1"), Stage.UPGRADE, "HTTP");
    }
  }

  @Test
  void dialTimesOutInEachStageWhenTheServerDoesNotRespond() throws Exception {
    Duration soon = Duration.ofMillis(300);
    CountDownLatch never = new CountDownLatch(1);
    NameLookup.Resolver silent =
        host -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new UnknownHostException(host);
        };
    try (TestServer server = TestServer.raw(servers, channel -> {});
        GatewayDialer tls = trusting().build();
        GatewayDialer plain = plain().build();
        GatewayDialer stuck = trusting().channelType(StuckChannel.class).build();
        GatewayDialer nameless = trusting().resolver(silent).build()) {
      timesOut(nameless, new Endpoint("a.example", 443), soon, Stage.NAME);
      timesOut(stuck, server.endpoint("::1"), soon, Stage.CONNECT);
      timesOut(tls, server.endpoint("127.0.0.1"), soon, Stage.TLS);
      server.accept().awaitEnd();
      timesOut(plain, server.endpoint("127.0.0.1"), soon, Stage.UPGRADE);
      server.accept().awaitEnd();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void dialTriesTheNextAddressWhenTheFirstAddressFails(boolean firstIsSilent) throws Exception {
    NameLookup.Resolver both =
        host ->
            new InetAddress[] {InetAddress.getByName("::1"), InetAddress.getByName("127.0.0.1")};
    try (TestServer server = TestServer.webSocket(servers, "127.0.0.1", LOCAL);
        GatewayDialer dialer =
            (firstIsSilent ? trusting().channelType(StuckChannel.class) : trusting())
                .resolver(both)
                .build()) {
      VoiceSocket socket = dial(dialer, server.endpoint("localhost"), Duration.ofSeconds(4));
      listener.next(Opened.class);
      socket.abort();
      awaitClosed(socket);
    }
  }

  @Test
  void nameLookupThreadsEndWhenTheDialerIsClosed() throws Exception {
    AtomicReference<Thread> thread = new AtomicReference<>();
    NameLookup.Resolver recording =
        host -> {
          thread.set(Thread.currentThread());
          return InetAddress.getAllByName("127.0.0.1");
        };
    try (TestServer server = TestServer.webSocket(servers, "127.0.0.1", LOCAL)) {
      GatewayDialer dialer = trusting().resolver(recording).build();
      VoiceSocket socket = dial(dialer, server.endpoint("localhost"));
      listener.next(Opened.class);
      assertThat(thread.get().getName()).isEqualTo("antiphon-dns");
      assertThat(thread.get().isDaemon()).isTrue();
      dialer.close();
      thread.get().join(PATIENCE.toMillis());
      assertThat(thread.get().isAlive()).isFalse();
      assertThatThrownBy(() -> dial(dialer, server.endpoint("localhost")))
          .isInstanceOf(IllegalStateException.class);
      socket.abort();
      awaitClosed(socket);
    }
  }

  @Test
  void tlsThreadsEndWhenTheDialerIsClosed() throws Exception {
    Set<Thread> before = tlsThreads();
    try (TestServer server = TestServer.webSocket(servers, "127.0.0.1", LOCAL)) {
      GatewayDialer dialer = trusting().build();
      VoiceSocket socket = dial(dialer, server.endpoint("localhost"));
      listener.next(Opened.class);
      Set<Thread> threads = tlsThreads();
      threads.removeAll(before);
      assertThat(threads).isNotEmpty().allMatch(Thread::isDaemon);
      dialer.close();
      for (Thread thread : threads) {
        thread.join(PATIENCE.toMillis());
        assertThat(thread.isAlive()).isFalse();
      }
      server.accept().text("{\"op\":9,\"d\":null}");
      listener.next(RecordingListener.Message.class);
      socket.abort();
      awaitClosed(socket);
    }
  }

  private static Set<Thread> tlsThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("antiphon-tls"))
        .collect(Collectors.toSet());
  }

  @Test
  void dialFailsAndClosesTheChannelWhenThePipelineCannotBeCreated() throws Exception {
    try (GatewayDialer dialer = trusting().channelType(FailingAllocatorChannel.class).build()) {
      failsWith(dialer, new Endpoint("127.0.0.1", 1), Stage.CONNECT, "no buffers");
      assertThat(TrackedChannel.OPEN).isEmpty();
    }
  }

  @Test
  void invalidDeadlinesAndLimitsAreRejected() throws Exception {
    try (GatewayDialer dialer = trusting().build()) {
      Endpoint endpoint = new Endpoint("127.0.0.1", 1);
      for (Duration wrong :
          new Duration[] {Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(2)}) {
        assertThatThrownBy(() -> dial(dialer, endpoint, wrong))
            .isInstanceOf(IllegalArgumentException.class);
      }
    }
    assertThatThrownBy(() -> trusting().frameLimit(124).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> trusting().frameLimit(1000).aggregateLimit(999).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> trusting().toleratedBeats(-1).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> GatewayDialer.builder().build())
        .isInstanceOf(IllegalStateException.class);
  }

  private void failsWith(GatewayDialer dialer, Endpoint endpoint, Stage stage, String... words)
      throws Exception {
    VoiceSocket socket = dial(dialer, endpoint);
    DialException cause = listener.next(Failed.class).cause();
    assertThat(cause.stage()).isEqualTo(stage);
    assertThat(cause).hasMessageContaining(endpoint.toString()).hasMessageContainingAll(words);
    awaitClosed(socket);
    assertThat(listener.rest()).isEmpty();
  }

  private void timesOut(GatewayDialer dialer, Endpoint endpoint, Duration deadline, Stage reached)
      throws Exception {
    VoiceSocket socket = dial(dialer, endpoint, deadline);
    DialException cause = listener.next(Failed.class).cause();
    assertThat(cause.stage()).isEqualTo(Stage.TIMEOUT);
    assertThat(cause)
        .hasMessageContaining(endpoint + " timed out in stage " + reached)
        .hasMessageContaining(deadline.toMillis() + " ms");
    awaitClosed(socket);
  }

  /** A server that responds to the first bytes it receives. For null, it closes the connection. */
  private static java.util.function.Consumer<Channel> answering(String answer) {
    return channel ->
        channel
            .pipeline()
            .addLast(
                new ChannelInboundHandlerAdapter() {
                  @Override
                  public void channelRead(ChannelHandlerContext ctx, Object message) {
                    ReferenceCountUtil.release(message);
                    if (answer == null) {
                      ctx.close();
                    } else {
                      ctx.writeAndFlush(Unpooled.copiedBuffer(answer, StandardCharsets.ISO_8859_1));
                    }
                  }
                });
  }
}
