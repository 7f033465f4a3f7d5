package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.gateway.internal.RecordingListener.Message;
import dev.antiphon.gateway.internal.RecordingListener.Opened;
import dev.antiphon.protocol.ClientDisconnect;
import dev.antiphon.protocol.Envelope;
import dev.antiphon.protocol.TextCodec;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that sends many messages at once does not hold up the timers of the event loop. */
class FloodTest extends SocketTest {
  private static final int MESSAGES = 1_000;
  private static final int SLICE = 32;

  private final TextCodec text = new TextCodec();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void dueTimerOfTheLoopRunsAfterOneSliceOfAFlood(boolean tls) throws Exception {
    try (TestServer server =
            TestServer.webSocket(servers, "127.0.0.1", tls ? AUTHORITY.local() : null);
        GatewayDialer dialer = (tls ? trusting() : plain()).build()) {
      VoiceSocket socket = dial(dialer, server.endpoint("127.0.0.1"));
      listener.next(Opened.class);
      TestServer.Peer peer = server.accept();
      EventLoop loop = clients.next();
      CompletableFuture<Integer> reportedBeforeTheTimer = new CompletableFuture<>();
      loop.submit(
              () -> {
                // The loop cannot read the messages before this task ends.
                assertThat(flood(peer).await(10, TimeUnit.SECONDS)).isTrue();
                loop.schedule(
                    () -> reportedBeforeTheTimer.complete(listener.rest().size()),
                    0,
                    TimeUnit.NANOSECONDS);
                return null;
              })
          .get(20, TimeUnit.SECONDS);
      assertThat(reportedBeforeTheTimer.get(10, TimeUnit.SECONDS)).isLessThanOrEqualTo(SLICE);
      for (int number = 0; number < MESSAGES; number++) {
        assertThat(listener.next(Message.class).sequence()).isEqualTo(number);
      }
      socket.abort();
      awaitClosed(socket);
      peer.awaitEnd();
    }
  }

  private ChannelFuture flood(TestServer.Peer peer) {
    ChannelFuture last = peer.channel.newSucceededFuture();
    for (int number = 0; number < MESSAGES; number++) {
      last =
          peer.channel.write(
              new TextWebSocketFrame(
                  text.encode(new Envelope(number, new ClientDisconnect(number)))));
    }
    peer.channel.flush();
    return last;
  }
}
