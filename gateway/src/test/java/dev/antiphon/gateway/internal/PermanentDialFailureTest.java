package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.fixtures.RefusingPort;
import dev.antiphon.gateway.internal.DialException.Stage;
import dev.antiphon.gateway.internal.RecordingListener.Failed;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which failed dials a retry with the same endpoint cannot help. */
class PermanentDialFailureTest extends SocketTest {
  private static final int HANDSHAKE_FAILURE = 40;
  private static final int PROTOCOL_VERSION = 70;
  private static final int INSUFFICIENT_SECURITY = 71;
  private static final int INTERNAL_ERROR = 80;
  private static final int UNRECOGNIZED_NAME = 112;

  @Test
  void untrustedCertificateIsPermanentAndTheMessageNamesTheOption() throws Exception {
    try (TestServer server = TestServer.webSocket(servers, "127.0.0.1", AUTHORITY.local());
        GatewayDialer dialer = dialer().trust(new TestAuthority("another").certificate()).build()) {
      DialException cause = failure(dialer, server.endpoint("localhost"));
      assertThat(cause.permanent()).isTrue();
      assertThat(cause).hasMessageContainingAll("certificate", "not trusted", "option trust");
    }
  }

  @Test
  void expiredCertificateIsPermanent() throws Exception {
    try (TestServer server = TestServer.webSocket(servers, "127.0.0.1", AUTHORITY.expired());
        GatewayDialer dialer = trusting().build()) {
      assertThat(failure(dialer, server.endpoint("localhost")).permanent()).isTrue();
    }
  }

  @Test
  void certificateForAnotherHostIsPermanent() throws Exception {
    try (TestServer server =
            TestServer.webSocket(servers, "127.0.0.1", AUTHORITY.named("elsewhere.example"));
        GatewayDialer dialer = trusting().build()) {
      DialException cause = failure(dialer, server.endpoint("localhost"));
      assertThat(cause.permanent()).isTrue();
      assertThat(cause).hasMessageContaining("is not for localhost");
    }
  }

  @Test
  void cipherSuitesWithNoneInCommonArePermanent() throws Exception {
    try (TestServer server =
            TestServer.webSocket(servers, "127.0.0.1", AUTHORITY.withoutCommonCipher());
        GatewayDialer dialer = trusting().build()) {
      DialException cause = failure(dialer, server.endpoint("localhost"));
      assertThat(cause.permanent()).isTrue();
      assertThat(cause).hasMessageContainingAll("handshake_failure", "TLS 1.2 or 1.3");
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {HANDSHAKE_FAILURE, PROTOCOL_VERSION, INSUFFICIENT_SECURITY, UNRECOGNIZED_NAME})
  void alertsOfAHandshakeWithoutAgreementArePermanent(int alert) throws Exception {
    try (TestServer server = TestServer.raw(servers, answering(fatal(alert)));
        GatewayDialer dialer = trusting().build()) {
      assertThat(failure(dialer, server.endpoint("127.0.0.1")).permanent()).isTrue();
    }
  }

  @Test
  void peerWithoutTlsIsPermanent() throws Exception {
    try (TestServer server =
            TestServer.raw(servers, answering(bytes("HTTP/1.1 400 Bad Request\r\n\r\n")));
        GatewayDialer dialer = trusting().build()) {
      DialException cause = failure(dialer, server.endpoint("127.0.0.1"));
      assertThat(cause.permanent()).isTrue();
      assertThat(cause).hasMessageContainingAll("did not answer with TLS", "option allowPlain");
    }
  }

  @Test
  void internalErrorOfTheTlsPeerIsNotPermanent() throws Exception {
    try (TestServer server = TestServer.raw(servers, answering(fatal(INTERNAL_ERROR)));
        GatewayDialer dialer = trusting().build()) {
      DialException cause = failure(dialer, server.endpoint("127.0.0.1"));
      assertThat(cause.stage()).isEqualTo(Stage.TLS);
      assertThat(cause.permanent()).isFalse();
    }
  }

  @Test
  void connectionClosedDuringTheTlsHandshakeIsNotPermanent() throws Exception {
    try (TestServer server = TestServer.raw(servers, answering(new byte[0]));
        GatewayDialer dialer = trusting().build()) {
      DialException cause = failure(dialer, server.endpoint("127.0.0.1"));
      assertThat(cause.stage()).isEqualTo(Stage.TLS);
      assertThat(cause.permanent()).isFalse();
    }
  }

  @Test
  void unknownHostAndClosedPortAreNotPermanent() throws Exception {
    try (RefusingPort closed = RefusingPort.open();
        GatewayDialer dialer = trusting().build()) {
      assertThat(failure(dialer, new Endpoint("unknown.invalid", 443)).permanent()).isFalse();
      assertThat(failure(dialer, new Endpoint("127.0.0.1", closed.port())).permanent()).isFalse();
    }
  }

  @Test
  void silenceIsNotPermanent() throws Exception {
    try (TestServer server = TestServer.raw(servers, channel -> {});
        GatewayDialer dialer = trusting().build()) {
      VoiceSocket socket = dial(dialer, server.endpoint("127.0.0.1"), Duration.ofMillis(300));
      DialException cause = listener.next(Failed.class).cause();
      awaitClosed(socket);
      assertThat(cause.stage()).isEqualTo(Stage.TIMEOUT);
      assertThat(cause.permanent()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 429, 502, 503})
  void refusedUpgradeIsNotPermanent(int status) throws Exception {
    String refusal = "HTTP/1.1 " + status + " No\r\nContent-Length: 0\r\n\r\n";
    try (TestServer server = TestServer.raw(servers, answering(bytes(refusal)));
        GatewayDialer dialer = plain().build()) {
      DialException cause = failure(dialer, server.endpoint("127.0.0.1"));
      assertThat(cause.stage()).isEqualTo(Stage.UPGRADE);
      assertThat(cause.permanent()).isFalse();
    }
  }

  private DialException failure(GatewayDialer dialer, Endpoint endpoint) throws Exception {
    VoiceSocket socket = dial(dialer, endpoint);
    DialException cause = listener.next(Failed.class).cause();
    awaitClosed(socket);
    return cause;
  }

  /** A fatal TLS alert with this description (RFC 8446, section 6). */
  private static byte[] fatal(int description) {
    return new byte[] {21, 3, 3, 0, 2, 2, (byte) description};
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** A server that answers the first bytes it receives, then closes the connection. */
  private static Consumer<Channel> answering(byte[] answer) {
    return channel ->
        channel
            .pipeline()
            .addLast(
                new ChannelInboundHandlerAdapter() {
                  @Override
                  public void channelRead(ChannelHandlerContext ctx, Object message) {
                    ReferenceCountUtil.release(message);
                    ctx.writeAndFlush(Unpooled.wrappedBuffer(answer));
                    ctx.close();
                  }
                });
  }
}
