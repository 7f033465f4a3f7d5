package dev.antiphon.gateway.internal;

import dev.antiphon.gateway.internal.DialException.Stage;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to open a WebSocket: name lookup, TCP connection, TLS handshake and HTTP upgrade,
 * with one deadline. All steps run on the event loop, except the name lookup and the expensive
 * parts of TLS.
 *
 * <p>Invariants: At most one channel is open at a time. The outcome is reported at most once. After
 * {@link #cancel()}, no outcome is reported and the channel is closed.
 */
final class Dial {
  /** Receives the outcome of a dial. */
  interface Outcome {
    /** The server accepted the upgrade. The pipeline decodes WebSocket frames. */
    void upgraded(Channel channel);

    /** The dial failed. Its channel is being closed. */
    void failed(DialException cause);

    /** The event loop was shut down before the dial opened a channel. Called on any thread. */
    void loopEnded();
  }

  private final GatewayDialer.Settings settings;
  private final EventLoop loop;
  private final Endpoint endpoint;
  private final Duration deadline;
  private final Outcome outcome;
  private final DialFailures failures;

  private final Queue<InetAddress> untried = new ArrayDeque<>();
  private @Nullable CompletableFuture<List<InetAddress>> lookup;
  private @Nullable Future<?> deadlineTimer;
  private long startedAt;
  private Stage stage = Stage.NAME;
  private @Nullable Channel channel;
  private boolean done;

  Dial(
      GatewayDialer.Settings settings,
      EventLoop loop,
      Endpoint endpoint,
      Duration deadline,
      Outcome outcome) {
    this.settings = settings;
    this.loop = loop;
    this.endpoint = endpoint;
    this.deadline = deadline;
    this.outcome = outcome;
    this.failures = new DialFailures(endpoint, deadline);
  }

  void start() {
    startedAt = loop.ticker().nanoTime();
    deadlineTimer =
        loop.schedule(
            () -> fail(failures.timedOut(stage)), deadline.toNanos(), TimeUnit.NANOSECONDS);
    lookup = settings.names().addressesOf(endpoint.host());
    lookup.whenComplete((found, problem) -> onLoop(() -> resolved(found, problem)));
  }

  /** Ends the dial without reporting an outcome. */
  void cancel() {
    if (end()) {
      drop();
    }
  }

  /**
   * The channel of the dial, if it has one. After the end of the dial, the channel is closed or
   * closing.
   */
  Optional<Channel> channel() {
    return Optional.ofNullable(channel);
  }

  private void resolved(List<InetAddress> found, @Nullable Throwable problem) {
    if (done) {
      return;
    }
    if (problem != null) {
      fail(failures.name(NameLookup.cause(problem)));
      return;
    }
    stage = Stage.CONNECT;
    untried.addAll(found);
    connect();
  }

  private void connect() {
    InetAddress address = untried.remove();
    try {
      channel = newChannel();
    } catch (RuntimeException e) {
      fail(failures.connect(address, e));
      return;
    }
    loop.register(channel).addListener((ChannelFuture registered) -> connect(registered, address));
  }

  private Channel newChannel() {
    Channel attempt = settings.channels().newChannel();
    try {
      attempt.config().setOption(ChannelOption.TCP_NODELAY, true);
      attempt.config().setOption(ChannelOption.RECVBUF_ALLOCATOR, new ReadSize());
      attempt.config().setConnectTimeoutMillis(connectLimit());
      settings.tls().ifPresent(tls -> attempt.pipeline().addLast(tlsHandler(tls, attempt)));
      attempt.pipeline().addLast(new HttpClientCodec(), new UpgradeStage());
      return attempt;
    } catch (RuntimeException e) {
      attempt.unsafe().closeForcibly();
      throw e;
    }
  }

  private void connect(ChannelFuture registered, InetAddress address) {
    if (registered.isSuccess()) {
      registered
          .channel()
          .connect(new InetSocketAddress(address, endpoint.port()))
          .addListener(connected -> connected(address, connected.cause()));
    } else {
      connected(address, registered.cause());
    }
  }

  private void connected(InetAddress address, @Nullable Throwable problem) {
    if (done) {
      drop();
    } else if (problem == null) {
      stage = settings.tls().isPresent() ? Stage.TLS : Stage.UPGRADE;
    } else if (untried.isEmpty()) {
      fail(failures.connect(address, problem));
    } else {
      channel().ifPresent(Channel::close);
      connect();
    }
  }

  /**
   * Returns an equal share of the remaining time, so that one address without a response does not
   * use all of it.
   */
  private int connectLimit() {
    if (untried.isEmpty()) {
      return 0; // no separate timeout: the deadline of the dial ends the last attempt
    }
    long left = deadline.toNanos() - (loop.ticker().nanoTime() - startedAt);
    long share = TimeUnit.NANOSECONDS.toMillis(left) / (untried.size() + 1);
    return (int) Math.max(1, Math.min(share, Integer.MAX_VALUE));
  }

  private SslHandler tlsHandler(SslContext tls, Channel attempt) {
    SslHandler handler =
        tls.newHandler(attempt.alloc(), endpoint.host(), endpoint.port(), settings.tlsThreads());
    // No separate timeout: the deadline of the dial ends the handshake.
    handler.setHandshakeTimeoutMillis(0);
    return handler;
  }

  private void upgraded(Channel upgraded) {
    if (end()) {
      outcome.upgraded(upgraded);
    }
  }

  private void fail(DialException cause) {
    if (end()) {
      drop();
      outcome.failed(cause);
    }
  }

  private boolean end() {
    if (done) {
      return false;
    }
    done = true;
    untried.clear();
    if (deadlineTimer != null) {
      deadlineTimer.cancel(false);
    }
    if (lookup != null) {
      lookup.cancel(false);
    }
    return true;
  }

  private void drop() {
    if (channel != null) {
      // Later, because the handlers can be sending data, such as a TLS alert.
      Channel dropped = channel;
      loop.execute(() -> drop(dropped));
    }
  }

  /**
   * Closes a connection without its handlers, so that TLS does not wait until its close_notify is
   * sent.
   */
  static void drop(Channel channel) {
    ChannelHandlerContext first = channel.pipeline().firstContext();
    if (first != null) { // a closed channel has no handlers
      first.close();
    }
  }

  private void onLoop(Runnable step) {
    if (loop.inEventLoop()) {
      step.run();
      return;
    }
    try {
      loop.execute(step);
    } catch (RejectedExecutionException e) {
      outcome.loopEnded();
    }
  }

  /** The pipeline handler for the TLS handshake and the HTTP upgrade. */
  private final class UpgradeStage extends ChannelInboundHandlerAdapter {
    private final Upgrade upgrade = new Upgrade(endpoint, settings, failures);

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      if (settings.tls().isEmpty()) {
        request(ctx);
      }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
          request(ctx);
        } else {
          fail(failures.of(Stage.TLS, handshake.cause()));
        }
      } else if (event instanceof SslCloseCompletionEvent) {
        fail(failures.ended(stage));
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      try {
        if (!done && upgrade.onResponse(ctx.channel(), message)) {
          ctx.pipeline().remove(this);
          upgraded(ctx.channel());
        }
      } catch (DialException e) {
        fail(e);
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      if (ctx.channel() == channel) {
        fail(failures.ended(stage));
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      fail(failures.of(stage, cause));
    }

    private void request(ChannelHandlerContext ctx) {
      stage = Stage.UPGRADE;
      upgrade.request(ctx.channel());
    }
  }
}
