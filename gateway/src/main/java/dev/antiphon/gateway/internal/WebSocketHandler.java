package dev.antiphon.gateway.internal;

import dev.antiphon.protocol.BinaryCodec;
import dev.antiphon.protocol.CloseCode;
import dev.antiphon.protocol.Envelope;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Heartbeat;
import dev.antiphon.protocol.HeartbeatAck;
import dev.antiphon.protocol.MalformedMessageException;
import dev.antiphon.protocol.TextCodec;
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
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open WebSocket, from the upgrade to its end; the last handler of the pipeline, behind the
 * frame decoder and the aggregator. Everything runs on the loop.
 *
 * <p>Invariant: whatever arrives, the end included, passes through one queue of plain heap objects
 * and is handled from there one at a time, never while paused and never within the handling of
 * another. So a pause loses nothing, keeps the order, and holds no network buffer; the queue is
 * bounded, because a paused channel is not read. Only a ping goes past it: what was still read when
 * a pause began is answered at once, as the server waits for it and no listener does.
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
  private final Queue<Incoming> arrived = new ArrayDeque<>();

  private @Nullable ChannelHandlerContext context;
  private volatile @Nullable HeartbeatSchedule heartbeats;
  private boolean paused;
  private boolean handling;
  private boolean closeSent;
  private boolean over;
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
  }

  // What the owner of the socket asks for.

  void send(WebSocketFrame frame) {
    if (context == null || closeSent || over) {
      frame.release();
      return;
    }
    counters.sent.increment();
    context.writeAndFlush(frame);
  }

  void startHeartbeat(Duration interval) {
    if (context != null && !closeSent && !over) {
      heartbeats().start(interval);
    }
  }

  void heartbeatNow() {
    if (context != null && !closeSent && !over) {
      heartbeats().beatNow();
    }
  }

  void close(int code, String reason) {
    if (closeSent || over) {
      return;
    }
    heartbeats().stop();
    sendClose(new CloseWebSocketFrame(code, reason));
    dropAfterLimit();
    resume();
  }

  /** Ends it with a code that does not end the voice session at Discord's side. */
  void abort() {
    over = true;
    arrived.clear();
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
    paused = !closeSent && !over;
    if (paused && context != null) {
      context.channel().config().setAutoRead(false);
    }
  }

  void resume() {
    paused = false;
    drain();
    if (!paused && context != null) {
      context.channel().config().setAutoRead(true);
    }
  }

  Optional<Duration> roundTrip() {
    HeartbeatSchedule current = heartbeats;
    return current == null ? Optional.empty() : current.roundTrip();
  }

  /** The place in the pipeline, which it has from the upgrade on. */
  private ChannelHandlerContext context() {
    return Objects.requireNonNull(context, "not upgraded yet");
  }

  private HeartbeatSchedule heartbeats() {
    return Objects.requireNonNull(heartbeats, "not upgraded yet");
  }

  // What the pipeline brings.

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    context = ctx;
    heartbeats =
        new HeartbeatSchedule(
            ctx.channel().eventLoop(), jitter, toleratedBeats, new HeartbeatSocket(), counters);
    ctx.channel().config().setAutoRead(!paused);
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    try {
      if (over) {
        return;
      }
      if (message instanceof TextWebSocketFrame text) {
        accept(new Incoming.Text(ByteBufUtil.getBytes(text.content())));
      } else if (message instanceof BinaryWebSocketFrame binary) {
        accept(new Incoming.Binary(ByteBufUtil.getBytes(binary.content())));
      } else if (message instanceof CloseWebSocketFrame close) {
        int code = close.statusCode();
        accept(
            new Incoming.End(
                code < 0 ? CloseCode.CLOSE_1005.number() : code,
                close.reasonText(),
                Incoming.Origin.CLOSE_FRAME));
      } else if (message instanceof PingWebSocketFrame ping) {
        pong(ping);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslCloseCompletionEvent) {
      drop(); // after TLS has said goodbye nothing can follow, whenever TCP ends
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (dropTimer != null) {
      dropTimer.cancel(false);
    }
    heartbeats().stop();
    accept(
        new Incoming.End(
            CloseCode.CLOSE_1006,
            "the connection ended without a close frame",
            Incoming.Origin.CONNECTION_GONE));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      int code = corrupted.closeStatus().code();
      accept(new Incoming.End(code, text(corrupted), Incoming.Origin.VIOLATION));
    } else if (cause instanceof TooLongFrameException tooLong) {
      accept(new Incoming.End(CloseCode.CLOSE_1009, text(tooLong), Incoming.Origin.VIOLATION));
    } else {
      LOG.debug("a voice socket broke", cause);
      accept(
          new Incoming.End(
              CloseCode.CLOSE_1006,
              "the connection broke: " + text(cause),
              Incoming.Origin.CONNECTION_GONE));
      drop();
    }
  }

  private static String text(Throwable cause) {
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private void pong(PingWebSocketFrame ping) {
    if (closeSent) {
      return;
    }
    if (context().channel().isWritable()) {
      context().writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
    } else {
      counters.suppressedReplies.increment();
    }
  }

  // One at a time.

  private void accept(Incoming incoming) {
    arrived.add(incoming);
    drain();
  }

  private void drain() {
    if (handling) {
      return;
    }
    handling = true;
    try {
      while (!paused && !over && !reporter.silent() && !arrived.isEmpty()) {
        handle(arrived.remove());
      }
    } finally {
      handling = false;
    }
  }

  private void handle(Incoming incoming) {
    if (incoming instanceof Incoming.End end) {
      finish(end);
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
      take(e.sequence());
      LOG.debug("malformed message, opcode {}", e.opcode());
      reporter.malformed(e);
    } catch (CharacterCodingException e) {
      // RFC 6455 section 8.1 leaves no choice: such a connection is failed.
      finish(
          new Incoming.End(
              CloseCode.CLOSE_1007, "a text frame that is not UTF-8", Incoming.Origin.VIOLATION));
    }
  }

  private static String strictUtf8(byte[] utf8) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
  }

  private void dispatch(Envelope envelope) {
    GatewayMessage message = envelope.message();
    counters.received.increment();
    take(envelope.sequence());
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

  private void take(int number) {
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

  // The end.

  private void finish(Incoming.End end) {
    over = true;
    arrived.clear();
    heartbeats().stop();
    if (end.origin() != Incoming.Origin.CONNECTION_GONE) {
      answerEnd(end);
      dropAfterLimit();
    }
    reporter.closed(end.code(), end.reason());
  }

  private void answerEnd(Incoming.End end) {
    if (!closeSent) {
      sendClose(
          end.code() == CloseCode.CLOSE_1005.number()
              ? new CloseWebSocketFrame()
              : new CloseWebSocketFrame(end.code(), ""));
    }
    if (end.origin() == Incoming.Origin.VIOLATION
        && context().pipeline().get(WebSocket13FrameDecoder.class) != null) {
      // The rest is no message any more; it is read only to see the connection end.
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
      return !paused;
    }
  }
}
