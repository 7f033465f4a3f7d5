package dev.antiphon.gateway.internal;

import dev.antiphon.gateway.internal.Incoming.CloseTrigger;
import dev.antiphon.protocol.BinaryCodec;
import dev.antiphon.protocol.CloseCode;
import dev.antiphon.protocol.Envelope;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.MalformedMessageException;
import dev.antiphon.protocol.TextCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open WebSocket, from the upgrade to its end. It is the last handler of the pipeline, after
 * the frame decoder and the aggregator. All methods run on the event loop.
 *
 * <p>Invariant: all received frames and the close go through one {@link IncomingQueue}. Therefore a
 * pause loses no frame and keeps their order, and a flood of frames does not hold up the event
 * loop. The queue contains only heap objects, no network buffers.
 *
 * <p>Pings do not go through the queue: they are answered also during a pause, because the server
 * waits for the pong. When several pings arrive in one read, only the last is answered (RFC 6455
 * section 5.5.3).
 */
final class WebSocketHandler extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(VoiceSocket.class);

  private final SequenceTracker sequence;
  private final Reporter reporter;
  private final DoubleSupplier jitter;
  private final int toleratedBeats;
  private final SocketCounters counters;
  private final TextCodec textCodec = new TextCodec();
  private final BinaryCodec binaryCodec = new BinaryCodec();
  private final IncomingQueue queue;

  private @Nullable ChannelHandlerContext context;
  private volatile @Nullable HeartbeatSchedule heartbeats;
  private boolean closeSent;
  private boolean ended;
  private @Nullable ByteBuf unansweredPing;
  private @Nullable Future<?> dropTimer;

  WebSocketHandler(
      SequenceTracker sequence,
      Reporter reporter,
      DoubleSupplier jitter,
      int toleratedBeats,
      SocketCounters counters) {
    this.sequence = sequence;
    this.reporter = reporter;
    this.jitter = jitter;
    this.toleratedBeats = toleratedBeats;
    this.counters = counters;
    this.queue = new IncomingQueue(this::handle, () -> ended || reporter.silent());
  }

  // Calls from the owner of the socket.

  void send(WebSocketFrame frame) {
    if (context == null || closeSent || ended) {
      frame.release();
      return;
    }
    counters.sent.increment();
    context.writeAndFlush(frame);
  }

  void startHeartbeat(Duration interval) {
    if (context != null && !closeSent && !ended) {
      heartbeats().start(interval);
    }
  }

  void heartbeatNow() {
    if (context != null && !closeSent && !ended) {
      heartbeats().beatNow();
    }
  }

  void close(int code, String reason) {
    if (closeSent || ended) {
      return;
    }
    heartbeats().stop();
    sendClose(new CloseWebSocketFrame(code, reason));
    dropAfterLimit();
    resume();
  }

  /** Closes the socket with a code that does not end the voice session on Discord's side. */
  void abort() {
    ended = true;
    queue.clear();
    if (context == null) {
      return;
    }
    heartbeats().stop();
    if (!closeSent && context.channel().isActive()) {
      sendClose(new CloseWebSocketFrame(CloseCode.CLOSE_4900.number(), ""));
    }
    drop();
  }

  void pause() {
    if (!closeSent && !ended) {
      queue.pause();
    }
  }

  void resume() {
    queue.resume();
  }

  Optional<Duration> roundTrip() {
    HeartbeatSchedule current = heartbeats;
    return current == null ? Optional.empty() : current.roundTrip();
  }

  /** The handler's context in the pipeline. It exists after the upgrade. */
  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context, "not upgraded yet");
  }

  private HeartbeatSchedule heartbeats() {
    return Objects.requireNonNull(heartbeats, "not upgraded yet");
  }

  // Calls from the pipeline.

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    heartbeats =
        new HeartbeatSchedule(
            ctx.channel().eventLoop(), jitter, toleratedBeats, new HeartbeatSocket(), counters);
    queue.attach(ctx.channel());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (ended) {
        return;
      }
      if (message instanceof TextWebSocketFrame text) {
        queue.add(new Incoming.Text(ByteBufUtil.getBytes(text.content())));
      } else if (message instanceof BinaryWebSocketFrame binary) {
        queue.add(new Incoming.Binary(ByteBufUtil.getBytes(binary.content())));
      } else if (message instanceof CloseWebSocketFrame close) {
        int code = close.statusCode();
        queue.add(
            new Incoming.Close(
                code < 0 ? CloseCode.CLOSE_1005.number() : code,
                close.reasonText(),
                CloseTrigger.CLOSE_FRAME));
      } else if (message instanceof PingWebSocketFrame ping) {
        forgetPing();
        unansweredPing = ping.content().retain();
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (unansweredPing == null || closeSent) {
      return;
    }
    if (ctx.channel().isWritable()) {
      ctx.writeAndFlush(new PongWebSocketFrame(unansweredPing.retain()));
    } else {
      counters.suppressedReplies.increment();
    }
    forgetPing();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    forgetPing();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslCloseCompletionEvent) {
      drop(); // no data can follow a TLS close_notify, even if TCP stays open
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (dropTimer != null) {
      dropTimer.cancel(false);
    }
    heartbeats().stop();
    queue.add(
        new Incoming.Close(
            CloseCode.CLOSE_1006,
            "the connection ended without a close frame",
            CloseTrigger.CONNECTION_LOST));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      int code = corrupted.closeStatus().code();
      queue.add(new Incoming.Close(code, text(corrupted), CloseTrigger.PROTOCOL_VIOLATION));
    } else if (cause instanceof TooLongFrameException tooLong) {
      queue.add(
          new Incoming.Close(CloseCode.CLOSE_1009, text(tooLong), CloseTrigger.PROTOCOL_VIOLATION));
    } else {
      LOG.debug("the connection of a voice socket failed", cause);
      queue.add(
          new Incoming.Close(
              CloseCode.CLOSE_1006,
              "the connection failed: " + text(cause),
              CloseTrigger.CONNECTION_LOST));
      drop();
    }
  }

  private static String text(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private void forgetPing() {
    if (unansweredPing != null) {
      unansweredPing.release();
      unansweredPing = null;
    }
  }

  // The received frames.

  private void handle(Incoming incoming) {
    if (incoming instanceof Incoming.Close close) {
      finish(close);
    } else if (!closeSent) {
      decode(incoming);
    }
  }

  private void decode(Incoming incoming) {
    try {
      dispatch(
          incoming instanceof Incoming.Text text
              ? textCodec.decode(strictUtf8(text.utf8()))
              : binaryCodec.decodeFromServer(((Incoming.Binary) incoming).frame()));
    } catch (MalformedMessageException e) {
      counters.malformed.increment();
      storeSequence(e.sequence());
      LOG.debug("malformed message, opcode {}", e.opcode());
      reporter.malformed(e);
    } catch (CharacterCodingException e) {
      // RFC 6455 section 8.1 requires to fail such a connection.
      finish(
          new Incoming.Close(
              CloseCode.CLOSE_1007,
              "a text frame is not valid UTF-8",
              CloseTrigger.PROTOCOL_VIOLATION));
    }
  }

  private static String strictUtf8(byte[] utf8) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
  }

  private void dispatch(Envelope envelope) {
    GatewayMessage message = envelope.message();
    counters.received.increment();
    storeSequence(envelope.sequence());
    LOG.trace("received opcode {}", message.opcode());
    if (message instanceof HeartbeatAck ack) {
      if (!heartbeats().acknowledged(ack.nonce())) {
        reporter.unknownAcknowledgement();
      }
    } else if (message instanceof Heartbeat) {
      answerHeartbeatRequest();
    } else {
      reporter.message(message, envelope.sequence());
    }
  }

  private void storeSequence(int number) {
    if (number >= 0) {
      sequence.set(number);
    }
  }

  private void answerHeartbeatRequest() {
    if (context().channel().isWritable()) {
      heartbeats().beatNow();
    } else {
      counters.suppressedReplies.increment();
    }
  }

  // The end of the socket.

  private void finish(Incoming.Close close) {
    ended = true;
    queue.clear();
    heartbeats().stop();
    if (close.trigger() != CloseTrigger.CONNECTION_LOST) {
      answerClose(close);
      dropAfterLimit();
    }
    reporter.closed(close.code(), close.reason());
  }

  private void answerClose(Incoming.Close close) {
    if (!closeSent) {
      sendClose(
          close.code() == CloseCode.CLOSE_1005.number()
              ? new CloseWebSocketFrame()
              : new CloseWebSocketFrame(close.code(), ""));
    }
    if (close.trigger() == CloseTrigger.PROTOCOL_VIOLATION
        && context().pipeline().get(WebSocket13FrameDecoder.class) != null) {
      // Later bytes are not decoded. They are read only to detect the end of the connection.
      context().pipeline().remove(WebSocket13FrameDecoder.class);
    }
  }

  private void sendClose(CloseWebSocketFrame frame) {
    closeSent = true;
    context().writeAndFlush(frame);
  }

  private void dropAfterLimit() {
    if (dropTimer == null && context().channel().isActive()) {
      dropTimer =
          context()
              .channel()
              .eventLoop()
              .schedule(this::drop, GatewayDialer.CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void drop() {
    Dial.drop(context().channel());
  }

  private final class HeartbeatSocket implements HeartbeatSchedule.Socket {
    @Override
    public void beat(long nonce) {
      LOG.trace("sending heartbeat {}", nonce);
      send(new TextWebSocketFrame(textCodec.encode(new Heartbeat(nonce, sequence.last()))));
    }

    @Override
    public void missed(int unanswered) {
      reporter.heartbeatsMissed(unanswered);
    }

    @Override
    public boolean reading() {
      return !queue.isPaused();
    }
  }
}
