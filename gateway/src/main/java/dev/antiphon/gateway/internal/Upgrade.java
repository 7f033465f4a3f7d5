package dev.antiphon.gateway.internal;

import dev.antiphon.gateway.internal.DialException.Stage;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The opening handshake of RFC 6455 section 4, for {@code /?v=8} at the endpoint. Only the head of
 * the server's response is evaluated. The body of a rejection is never stored.
 */
final class Upgrade {
  private static final String USER_AGENT = "Antiphon (voice gateway v8)";
  private static final String TARGET = "/?v=8";

  private final DialFailures failures;
  private final WebSocketClientHandshaker handshaker;
  private @Nullable HttpResponse head;

  Upgrade(Endpoint endpoint, GatewayDialer.Settings settings, DialFailures failures) {
    this.failures = failures;
    String scheme = settings.tls().isPresent() ? "wss" : "ws";
    this.handshaker = new Handshaker(scheme, endpoint, settings.frameLimit());
  }

  void request(Channel channel) {
    // A failed write closes the channel, which ends the dial.
    handshaker.handshake(channel);
  }

  /**
   * Handles a part of the response. The caller releases it.
   *
   * @return whether the upgrade is complete and the channel uses WebSocket frames
   * @throws DialException when the response is a rejection or not HTTP
   */
  boolean onResponse(Channel channel, Object message) throws DialException {
    if (message instanceof HttpResponse response) {
      if (response.decoderResult().isFailure()) {
        throw failures.notHttp(response.decoderResult().cause());
      }
      if (!HttpResponseStatus.SWITCHING_PROTOCOLS.equals(response.status())) {
        throw failures.refused(response.status());
      }
      head = response;
    }
    if (head == null || !(message instanceof LastHttpContent)) {
      return false;
    }
    finish(channel, head);
    return true;
  }

  private void finish(Channel channel, HttpResponse answer) throws DialException {
    try {
      handshaker.finishHandshake(
          channel,
          new DefaultFullHttpResponse(
              answer.protocolVersion(),
              answer.status(),
              Unpooled.EMPTY_BUFFER,
              answer.headers(),
              EmptyHttpHeaders.INSTANCE));
    } catch (WebSocketHandshakeException e) {
      throw failures.of(Stage.UPGRADE, e);
    }
  }

  /**
   * Netty's handshaker with this library's user agent. It does not close the connection after a
   * protocol violation; the socket closes it.
   */
  private static final class Handshaker extends WebSocketClientHandshaker13 {
    Handshaker(String scheme, Endpoint endpoint, int frameLimit) {
      super(
          URI.create(scheme + "://" + endpoint + TARGET),
          WebSocketVersion.V13,
          null,
          false,
          EmptyHttpHeaders.INSTANCE,
          frameLimit);
    }

    @Override
    protected FullHttpRequest newHandshakeRequest() {
      FullHttpRequest request = super.newHandshakeRequest();
      request
          .headers()
          .set(HttpHeaderNames.USER_AGENT, USER_AGENT)
          .remove(HttpHeaderNames.ORIGIN); // only browsers send it
      return request;
    }

    @Override
    protected WebSocketFrameDecoder newWebsocketDecoder() {
      return new WebSocket13FrameDecoder(
          WebSocketDecoderConfig.newBuilder()
              .expectMaskedFrames(false)
              .allowExtensions(false)
              .maxFramePayloadLength(maxFramePayloadLength())
              .closeOnProtocolViolation(false)
              .build());
    }
  }
}
