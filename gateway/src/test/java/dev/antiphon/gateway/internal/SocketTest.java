package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * The base class of tests with real sockets: event loops, a certificate authority and methods to
 * dial.
 */
abstract class SocketTest {
  static final Duration PATIENCE = Duration.ofSeconds(10);
  static final TestAuthority AUTHORITY = new TestAuthority("Antiphon test authority");

  static MultiThreadIoEventLoopGroup clients;
  static MultiThreadIoEventLoopGroup servers;

  final RecordingListener listener = new RecordingListener();
  final SequenceTracker sequence = new SequenceTracker();

  @BeforeAll
  static void startLoops() {
    clients = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    servers = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  }

  @AfterAll
  static void stopLoops() {
    var client = clients.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    var server = servers.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    assertThat(client.awaitUninterruptibly(10, TimeUnit.SECONDS)).isTrue();
    assertThat(server.awaitUninterruptibly(10, TimeUnit.SECONDS)).isTrue();
    LeakRecorder.assertNoLeaks();
  }

  static GatewayDialer.Builder dialer() {
    return GatewayDialer.builder().channelType(TrackedChannel.class);
  }

  static GatewayDialer.Builder trusting() {
    return dialer().trust(AUTHORITY.certificate());
  }

  static GatewayDialer.Builder plain() {
    return dialer().allowPlain(true);
  }

  VoiceSocket dial(GatewayDialer dialer, Endpoint endpoint) {
    return dial(dialer, endpoint, PATIENCE);
  }

  VoiceSocket dial(GatewayDialer dialer, Endpoint endpoint, Duration deadline) {
    return dialer.dial(clients.next(), endpoint, sequence, deadline, listener);
  }

  static void awaitClosed(VoiceSocket socket) {
    assertThat(socket.closed()).succeedsWithin(PATIENCE);
  }

  /**
   * Waits until the client's event loop has run all queued tasks, and the tasks that they queued.
   */
  static void awaitIdleLoop() throws Exception {
    for (int i = 0; i < 2; i++) {
      clients.next().submit(() -> {}).get(10, TimeUnit.SECONDS);
    }
  }
}
