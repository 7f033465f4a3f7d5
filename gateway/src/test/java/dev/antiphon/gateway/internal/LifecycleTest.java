package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.gateway.internal.RecordingListener.Closed;
import dev.antiphon.gateway.internal.RecordingListener.Opened;
import dev.antiphon.gateway.internal.TestServer.Close;
import dev.antiphon.gateway.internal.TestServer.Peer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sockets that are aborted or closed at any time leave no open channel and no further event. */
class LifecycleTest extends SocketTest {
  static Stream<Consumer<VoiceSocket>> abortAndClose() {
    return Stream.of(VoiceSocket::abort, socket -> socket.close(1000, ""));
  }

  @AfterEach
  void assertNoOpenChannelAndNoEvent() throws Exception {
    awaitIdleLoop();
    assertThat(TrackedChannel.OPEN).isEmpty();
    assertThat(listener.rest()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("abortAndClose")
  void abortOrCloseDuringTheNameLookupClosesTheSocket(Consumer<VoiceSocket> action)
      throws Exception {
    CountDownLatch lookupStarted = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    try (TestServer server = TestServer.raw(servers, channel -> {});
        GatewayDialer dialer = trusting().resolver(slow(lookupStarted, answer)).build()) {
      VoiceSocket socket = dial(dialer, server.endpoint("a.example"));
      assertThat(lookupStarted.await(10, TimeUnit.SECONDS)).isTrue();
      action.accept(socket);
      awaitClosed(socket);
      answer.countDown();
    }
  }

  private static NameLookup.Resolver slow(CountDownLatch lookupStarted, CountDownLatch answer) {
    return host -> {
      lookupStarted.countDown();
      try {
        answer.await();
      } catch (InterruptedException e) {
        throw new UnknownHostException(host);
      }
      return InetAddress.getAllByName("127.0.0.1");
    };
  }

  static Stream<Consumer<VoiceSocket>> actionsAfterTheLoopEnded() {
    return Stream.concat(abortAndClose(), Stream.of(socket -> {}));
  }

  @ParameterizedTest
  @MethodSource("actionsAfterTheLoopEnded")
  void socketIsClosedWhenItsEventLoopShutsDownDuringTheNameLookup(Consumer<VoiceSocket> action)
      throws Exception {
    CountDownLatch lookupStarted = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    MultiThreadIoEventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try (GatewayDialer dialer = trusting().resolver(slow(lookupStarted, answer)).build()) {
      VoiceSocket socket =
          dialer.dial(loops.next(), new Endpoint("a.example", 1), sequence, PATIENCE, listener);
      assertThat(lookupStarted.await(10, TimeUnit.SECONDS)).isTrue();
      loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS);
      action.accept(socket);
      answer.countDown();
      awaitClosed(socket);
    }
  }

  @ParameterizedTest
  @MethodSource("abortAndClose")
  void abortOrCloseDuringTheTcpConnectClosesTheSocket(Consumer<VoiceSocket> action)
      throws Exception {
    try (GatewayDialer dialer = trusting().channelType(StuckChannel.class).build()) {
      VoiceSocket socket = dial(dialer, new Endpoint("::1", 9));
      awaitIdleLoop();
      action.accept(socket);
      awaitClosed(socket);
    }
  }

  @ParameterizedTest
  @MethodSource("abortAndClose")
  void abortOrCloseDuringTheTlsHandshakeClosesTheSocket(Consumer<VoiceSocket> action)
      throws Exception {
    try (TestServer server = TestServer.raw(servers, channel -> {});
        GatewayDialer dialer = trusting().build()) {
      VoiceSocket socket = dial(dialer, server.endpoint("127.0.0.1"));
      Peer peer = server.accept();
      action.accept(socket);
      awaitClosed(socket);
      peer.awaitEnd();
    }
  }

  @ParameterizedTest
  @MethodSource("abortAndClose")
  void abortOrCloseDuringTheHttpUpgradeClosesTheSocket(Consumer<VoiceSocket> action)
      throws Exception {
    try (TestServer server = TestServer.raw(servers, channel -> {});
        GatewayDialer dialer = plain().build()) {
      VoiceSocket socket = dial(dialer, server.endpoint("127.0.0.1"));
      Peer peer = server.accept();
      action.accept(socket);
      awaitClosed(socket);
      peer.awaitEnd();
    }
  }

  @ParameterizedTest
  @MethodSource("abortAndClose")
  void dialIsNotStartedAfterAbortOrClose(Consumer<VoiceSocket> action) throws Exception {
    try (TestServer server = TestServer.webSocket(servers, "127.0.0.1", AUTHORITY.local());
        GatewayDialer dialer = trusting().build()) {
      VoiceSocket socket =
          clients
              .next()
              .submit(
                  () -> {
                    VoiceSocket dialled = dial(dialer, server.endpoint("127.0.0.1"));
                    action.accept(dialled);
                    return dialled;
                  })
              .get(10, TimeUnit.SECONDS);
      awaitClosed(socket);
    }
  }

  @Test
  void abortInTheOpenedCallbackClosesTheSocket() throws Exception {
    VoiceSocket[] self = new VoiceSocket[1];
    VoiceSocketListener aborting =
        new RecordingListener() {
          @Override
          public void opened() {
            self[0].abort();
          }
        };
    try (TestServer server = TestServer.webSocket(servers, "127.0.0.1", AUTHORITY.local());
        GatewayDialer dialer = trusting().build()) {
      clients
          .next()
          .submit(
              () -> {
                self[0] =
                    dialer.dial(
                        clients.next(), server.endpoint("localhost"), sequence, PATIENCE, aborting);
              })
          .get(10, TimeUnit.SECONDS);
      awaitClosed(self[0]);
      Peer peer = server.accept();
      assertThat(peer.next(Close.class).code()).isEqualTo(4900);
      peer.awaitEnd();
    }
  }

  @Test
  void fiftyDialledAndClosedSocketsLeaveNoOpenChannel() throws Exception {
    try (TestServer server = TestServer.webSocket(servers, "127.0.0.1", AUTHORITY.local());
        GatewayDialer dialer = trusting().build()) {
      for (int i = 0; i < 50; i++) {
        VoiceSocket socket = dial(dialer, server.endpoint("localhost"));
        listener.next(Opened.class);
        Peer peer = server.accept();
        if (i % 2 == 0) {
          socket.abort();
        } else {
          socket.close(1000, "");
          peer.next(Close.class);
          peer.send(new CloseWebSocketFrame(1000, ""));
          listener.next(Closed.class);
          peer.channel.close();
        }
        awaitClosed(socket);
        peer.awaitEnd();
      }
    }
  }

  @Test
  void fiftyDialsAbortedAtAnyStageLeaveNoOpenChannel() throws Exception {
    try (TestServer server = TestServer.webSocket(servers, "127.0.0.1", AUTHORITY.local());
        GatewayDialer dialer = trusting().build()) {
      for (int i = 0; i < 50; i++) {
        VoiceSocket socket =
            dialer.dial(
                clients.next(),
                server.endpoint("localhost"),
                sequence,
                PATIENCE,
                new RecordingListener());
        for (int rounds = 0; rounds < i; rounds++) {
          clients.next().submit(() -> {}).get(10, TimeUnit.SECONDS);
        }
        socket.abort();
        awaitClosed(socket);
      }
    }
  }
}
