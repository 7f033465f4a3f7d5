package dev.antiphon.gateway.internal;

import dev.antiphon.protocol.BinaryCodec;
import dev.antiphon.protocol.CloseCode;
import dev.antiphon.protocol.GatewayMessage;
import dev.antiphon.protocol.Opcode;
import dev.antiphon.protocol.TextCodec;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The implementation of {@link VoiceSocket}. It checks the arguments on the caller's thread and
 * then switches to the event loop. There it forwards the call to the dial or to the open WebSocket.
 */
final class LoopVoiceSocket implements VoiceSocket, Dial.Outcome {
  private static final Logger LOG = LoggerFactory.getLogger(VoiceSocket.class);

  /**
   * The maximum length of a close frame's reason in bytes: 125 minus 2 for the code (RFC 6455
   * section 5.5).
   */
  private static final int REASON_LIMIT = 123;

  private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);

  private final EventLoop loop;
  private final int aggregateLimit;
  private final Reporter reporter;
  private final SocketCounters counters = new SocketCounters();
  private final WebSocketHandler webSocket;
  private final Dial dial;
  private final TextCodec textCodec = new TextCodec();
  private final BinaryCodec binaryCodec = new BinaryCodec();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  private boolean open;
  private boolean paused;
  private volatile Optional<InetSocketAddress> remote = Optional.empty();

  LoopVoiceSocket(
      GatewayDialer.Settings settings,
      EventLoop loop,
      Endpoint endpoint,
      SequenceTracker sequence,
      Duration deadline,
      VoiceSocketListener listener) {
    this.loop = loop;
    this.aggregateLimit = settings.aggregateLimit();
    this.reporter = new Reporter(listener);
    this.webSocket =
        new WebSocketHandler(
            sequence, reporter, settings.jitter(), settings.toleratedBeats(), counters);
    this.dial = new Dial(settings, loop, endpoint, deadline, this);
  }

  void start() {
    loop.execute(
        () -> {
          if (!reporter.silent()) {
            dial.start();
          }
        });
  }

  @Override
  public void send(GatewayMessage message) {
    WebSocketFrame frame = frameOf(message);
    LOG.trace("sending opcode {}", message.opcode());
    onLoop(
        () -> {
          if (open) {
            webSocket.send(frame);
          } else {
            frame.release();
          }
        });
  }

  @Override
  public void startHeartbeat(Duration interval) {
    if (interval.toMillis() < 1 || interval.compareTo(LONGEST_INTERVAL) > 0) {
      throw new IllegalArgumentException(
          "the heartbeat interval is " + interval + "; expected 1 ms to " + LONGEST_INTERVAL);
    }
    onLoop(
        () -> {
          if (open) {
            webSocket.startHeartbeat(interval);
          }
        });
  }

  @Override
  public void heartbeatNow() {
    onLoop(
        () -> {
          if (open) {
            webSocket.heartbeatNow();
          }
        });
  }

  @Override
  public void close(int code, String reason) {
    if (!CloseCode.isSendable(code)) {
      throw new IllegalArgumentException(
          "cannot send close code "
              + code
              + "; expected 1000 to 1003, 1007 to 1014 or 3000 to 4999");
    }
    String bounded = bounded(reason);
    onLoop(
        () -> {
          if (open) {
            webSocket.close(code, bounded);
          } else {
            abandon();
          }
        });
  }

  @Override
  public void abort() {
    reporter.silence();
    onLoop(this::abandon);
  }

  @Override
  public void pauseReading() {
    onLoop(() -> pause(true));
  }

  @Override
  public void resumeReading() {
    onLoop(() -> pause(false));
  }

  @Override
  public CompletableFuture<Void> closed() {
    return closed.copy();
  }

  @Override
  public Optional<InetSocketAddress> remoteAddress() {
    return remote;
  }

  @Override
  public Optional<Duration> roundTrip() {
    return webSocket.roundTrip();
  }

  @Override
  public SocketStatistics statistics() {
    return counters.snapshot();
  }

  private void pause(boolean pause) {
    paused = pause;
    if (pause) {
      webSocket.pause();
    } else if (open) {
      webSocket.resume();
    }
  }

  /** Reads nothing yet, because no message may be reported before the socket is open. */
  @Override
  public void upgraded(Channel channel) {
    if (channel.remoteAddress() instanceof InetSocketAddress address) {
      remote = Optional.of(address);
    }
    webSocket.pause();
    channel.pipeline().addLast(new WebSocketFrameAggregator(aggregateLimit), webSocket);
    completeWhenClosed();
  }

  @Override
  public void alone() {
    if (reporter.silent()) { // aborted since the upgrade
      return;
    }
    open = true;
    reporter.opened();
    if (!paused) {
      webSocket.resume();
    }
  }

  @Override
  public void failed(DialException cause) {
    completeWhenClosed();
    reporter.dialFailed(cause);
  }

  @Override
  public void loopEnded() {
    LOG.debug("the event loop was shut down; this socket is closed");
    closed.complete(null);
  }

  private void abandon() {
    reporter.silence();
    dial.cancel();
    webSocket.abort();
    completeWhenClosed();
  }

  private void completeWhenClosed() {
    dial.whenClosed(() -> closed.complete(null));
  }

  private WebSocketFrame frameOf(GatewayMessage message) {
    Optional<Opcode> opcode = Opcode.of(message.opcode());
    if (opcode.filter(known -> known.sender() == Opcode.Sender.SERVER).isPresent()) {
      throw new IllegalArgumentException(
          "opcode "
              + message.opcode()
              + " is sent only by servers; expected a message that clients send");
    }
    return opcode.filter(Opcode::binary).isPresent()
        ? new BinaryWebSocketFrame(Unpooled.wrappedBuffer(binaryCodec.encodeFromClient(message)))
        : new TextWebSocketFrame(textCodec.encode(message));
  }

  /** Cuts the reason to the maximum length in bytes, never inside a character. */
  private static String bounded(String reason) {
    Objects.requireNonNull(reason, "reason");
    int end = 0;
    int bytes = 0;
    while (end < reason.length()) {
      int next = end + Character.charCount(reason.codePointAt(end));
      bytes += reason.substring(end, next).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > REASON_LIMIT) {
        break;
      }
      end = next;
    }
    return reason.substring(0, end);
  }

  private void onLoop(Runnable step) {
    if (loop.inEventLoop()) {
      step.run();
      return;
    }
    try {
      loop.execute(step);
    } catch (RejectedExecutionException e) {
      loopEnded();
    }
  }
}
