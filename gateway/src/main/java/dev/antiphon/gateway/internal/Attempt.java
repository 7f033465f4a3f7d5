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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The attempt to open a WebSocket at one address: TCP connection, TLS handshake and HTTP upgrade.
 * All steps run on the event loop, except the expensive parts of TLS. The attempt has no time limit
 * of its own.
 *
 * <p>Invariants: at most one channel exists. The outcome is reported at most once, and never after
 * {@link #stop()}. The channel of an attempt that failed or was stopped is closed.
 */
final class Attempt {
  /** Receives the outcome of an attempt. */
  interface Outcome {
    /** The server accepted the upgrade. The pipeline decodes WebSocket frames. */
    void upgraded(Attempt attempt, Channel channel);

    /** The attempt failed. Its channel is being closed. */
    void failed(Attempt attempt);
  }

  private final GatewayDialer.Settings settings;
  private final EventLoop loop;
  private final Endpoint endpoint;
  private final InetAddress address;
  private final DialFailures failures;
  private final Outcome outcome;

  private Stage stage = Stage.CONNECT;
  private @Nullable Channel channel;
  private @Nullable DialException failure;
  private boolean done;

  Attempt(
      GatewayDialer.Settings settings,
      EventLoop loop,
      Endpoint endpoint,
      InetAddress address,
      DialFailures failures,
      Outcome outcome) {
    this.settings = settings;
    this.loop = loop;
    this.endpoint = endpoint;
    this.address = address;
    this.failures = failures;
    this.outcome = outcome;
  }

  void start() {
    if (loop.isShuttingDown()) { // it would not close a new channel any more
      fail(failures.connect(address, new RejectedExecutionException("the event loop shuts down")));
      return;
    }
    try {
      channel = newChannel();
    } catch (RuntimeException e) {
      fail(failures.connect(address, e));
      return;
    }
    loop.register(channel).addListener((ChannelFuture registered) -> connect(registered));
  }

  /** Ends the attempt without a report and closes its channel. */
  void stop() {
    if (!done) {
      done = true;
      drop();
    }
  }

  InetAddress address() {
    return address;
  }

  /** The stage that the attempt has reached. */
  Stage stage() {
    return stage;
  }

  /** The channel, if it was created. It can be closed. */
  Optional<Channel> channel() {
    return Optional.ofNullable(channel);
  }

  /** The reason of a failed attempt. */
  Optional<DialException> failure() {
    return Optional.ofNullable(failure);
  }

  private Channel newChannel() {
    Channel created = settings.channels().newChannel();
    try {
      created.config().setOption(ChannelOption.TCP_NODELAY, true);
      created.config().setOption(ChannelOption.RECVBUF_ALLOCATOR, new ReadSize());
      // No separate timeouts for TCP and TLS: the deadline of the dial ends the attempt.
      created.config().setConnectTimeoutMillis(0);
      settings.tls().ifPresent(tls -> created.pipeline().addLast(tlsHandler(tls, created)));
      created.pipeline().addLast(new HttpClientCodec(), new UpgradeStage());
      return created;
    } catch (RuntimeException e) {
      created.unsafe().closeForcibly();
      throw e;
    }
  }

  private SslHandler tlsHandler(SslContext tls, Channel created) {
    SslHandler handler =
        tls.newHandler(created.alloc(), endpoint.host(), endpoint.port(), settings.tlsThreads());
    handler.setHandshakeTimeoutMillis(0);
    return handler;
  }

  private void connect(ChannelFuture registered) {
    if (registered.isSuccess()) {
      registered
          .channel()
          .connect(new InetSocketAddress(address, endpoint.port()))
          .addListener(connected -> connected(connected.cause()));
    } else {
      connected(registered.cause());
    }
  }

  private void connected(@Nullable Throwable problem) {
    if (done) {
      drop();
    } else if (problem != null) {
      fail(failures.connect(address, problem));
    } else if (stage == Stage.CONNECT) {
      stage = settings.tls().isPresent() ? Stage.TLS : Stage.UPGRADE;
    }
  }

  private void fail(DialException cause) {
    if (!done) {
      done = true;
      failure = cause;
      drop();
      outcome.failed(this);
    }
  }

  private void drop() {
    if (channel != null) {
      // Later, because the handlers can be sending data, such as a TLS alert.
      Channel dropped = channel;
      loop.execute(() -> Dial.drop(dropped));
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
          done = true;
          outcome.upgraded(Attempt.this, ctx.channel());
        }
      } catch (DialException e) {
        fail(e);
      } finally {
        ReferenceCountUtil.release(message);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      fail(failures.ended(stage));
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
