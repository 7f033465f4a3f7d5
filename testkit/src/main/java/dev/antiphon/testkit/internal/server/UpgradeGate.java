package dev.antiphon.testkit.internal.server;

import dev.antiphon.testkit.fault.FaultAction;
import dev.antiphon.testkit.internal.session.ClientSocket;
import dev.antiphon.testkit.record.ViolationKind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Admits WebSocket upgrades of {@code /?v=8} and refuses all other requests with a short text: 404
 * for another path, 400 for a wrong or missing version, 426 for plain HTTP.
 */
final class UpgradeGate extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final long DEADLINE_SECONDS = 10;
  private static final String VERSION = "8";

  private final ClientSocket socket;
  private final Optional<FaultAction> fault;

  @SuppressWarnings("NullAway.Init") // set by handlerAdded, before the first request
  private Future<?> deadline;

  private Optional<FullHttpRequest> waiting = Optional.empty();

  UpgradeGate(ClientSocket socket, Optional<FaultAction> fault) {
    super(false);
    this.fault = fault;
    this.socket = socket;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    deadline =
        context
            .channel()
            .eventLoop()
            .schedule(() -> context.close(), DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    deadline.cancel(false);
    waiting.ifPresent(FullHttpRequest::release);
    waiting = Optional.empty();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    if (waiting.isPresent()) {
      request.release();
      context.close();
      return;
    }
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    List<String> versions = uri.parameters().getOrDefault("v", List.of());
    if (!request.decoderResult().isSuccess()) {
      refuse(context, request, HttpResponseStatus.BAD_REQUEST, "This is not an HTTP request.");
    } else if (!uri.path().equals("/") && !uri.path().isEmpty()) {
      refuse(context, request, HttpResponseStatus.NOT_FOUND, "The voice gateway is at the path /.");
    } else if (!versions.equals(List.of(VERSION))) {
      refuse(
          context,
          request,
          HttpResponseStatus.BAD_REQUEST,
          "This voice gateway supports only version 8: connect to /?v=8.");
    } else if (!request.method().equals(HttpMethod.GET)
        || !request
            .headers()
            .containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
      refuse(
          context,
          request,
          HttpResponseStatus.UPGRADE_REQUIRED,
          "The voice gateway uses WebSocket: send an upgrade request.");
    } else {
      admit(context, request);
    }
  }

  private void admit(ChannelHandlerContext context, FullHttpRequest request) {
    FaultAction action = fault.orElse(null);
    if (action instanceof FaultAction.Refuse refuse) {
      request.release();
      respond(
          context,
          HttpResponseStatus.valueOf(refuse.status()),
          "The fault script refused the upgrade.");
    } else if (action instanceof FaultAction.Delay delay) {
      waiting = Optional.of(request);
      deadline.cancel(false);
      context
          .channel()
          .eventLoop()
          .schedule(() -> goOn(context), delay.time().toMillis(), TimeUnit.MILLISECONDS);
    } else {
      waiting = Optional.of(request);
      goOn(context);
    }
  }

  private void goOn(ChannelHandlerContext context) {
    Optional<FullHttpRequest> request = waiting;
    waiting = Optional.empty();
    request.ifPresent(
        upgrade -> {
          context.fireChannelRead(upgrade);
          context.pipeline().remove(this);
        });
  }

  private void refuse(
      ChannelHandlerContext context,
      FullHttpRequest request,
      HttpResponseStatus status,
      String sentence) {
    request.release();
    socket.violation(ViolationKind.UPGRADE_REFUSED, status + ": " + sentence);
    respond(context, status, sentence);
  }

  private static void respond(
      ChannelHandlerContext context, HttpResponseStatus status, String sentence) {
    ByteBuf body = ByteBufUtil.writeUtf8(context.alloc(), sentence + "\n");
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8")
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (status.equals(HttpResponseStatus.UPGRADE_REQUIRED)) {
      response.headers().set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET);
    }
    context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }
}
