package dev.antiphon.gateway.internal;

import dev.antiphon.fixtures.RefusingPort;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A server without automatic responses. It records received messages and sends only the messages of
 * the test.
 */
final class TestServer implements AutoCloseable {
  /** One accepted connection. */
  static final class Peer {
    final Channel channel;
    final BlockingQueue<Object> received = new LinkedBlockingQueue<>();
    private volatile String uri;
    private volatile HttpHeaders headers;

    Peer(Channel channel) {
      this.channel = channel;
    }

    String uri() {
      return uri;
    }

    HttpHeaders headers() {
      return headers;
    }

    void send(WebSocketFrame frame) {
      channel.writeAndFlush(frame);
    }

    void text(String json) {
      send(new TextWebSocketFrame(json));
    }

    <T> T next(Class<T> type) throws InterruptedException {
      Object next = received.poll(10, TimeUnit.SECONDS);
      if (!type.isInstance(next)) {
        throw new AssertionError("expected " + type.getSimpleName() + ", got " + next);
      }
      return type.cast(next);
    }

    void awaitEnd() throws InterruptedException {
      if (!channel.closeFuture().await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("the connection is still open");
      }
    }
  }

  record Close(int code, String reason) {}

  record Pong(String text) {}

  private final Channel listening;
  private final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();
  private Optional<RefusingPort> refusing = Optional.empty();

  /** Starts a WebSocket server. It uses TLS unless the context is null. */
  static TestServer webSocket(EventLoopGroup group, String address, SslContext tls) {
    return webSocket(group, address, 0, tls);
  }

  /** Starts a WebSocket server at a port. */
  static TestServer webSocket(EventLoopGroup group, String address, int port, SslContext tls) {
    return new TestServer(
        group,
        address,
        port,
        channel -> {
          if (tls != null) {
            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
          }
          channel
              .pipeline()
              .addLast(
                  new HttpServerCodec(),
                  new HttpObjectAggregator(8192),
                  new WebSocketServerProtocolHandler(
                      WebSocketServerProtocolConfig.newBuilder()
                          .websocketPath("/")
                          .checkStartsWith(true)
                          .handleCloseFrames(false)
                          .dropPongFrames(false)
                          .sendCloseFrame(null)
                          .allowExtensions(false)
                          .maxFramePayloadLength(1 << 20)
                          .build()));
        });
  }

  /** Starts a server for raw bytes. The test prepares its channels. */
  static TestServer raw(EventLoopGroup group, Consumer<Channel> prepare) {
    return raw(group, "127.0.0.1", 0, prepare);
  }

  /** Starts a server for raw bytes at an address and a port. */
  static TestServer raw(EventLoopGroup group, String address, int port, Consumer<Channel> prepare) {
    return new TestServer(group, address, port, prepare);
  }

  private TestServer(EventLoopGroup group, String address, int port, Consumer<Channel> prepare) {
    listening =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    prepare.accept(channel);
                    channel.pipeline().addLast(new Recorder(new Peer(channel)));
                  }
                })
            .bind(address, port)
            .syncUninterruptibly()
            .channel();
  }

  int port() {
    return ((InetSocketAddress) listening.localAddress()).getPort();
  }

  Endpoint endpoint(String host) {
    return new Endpoint(host, port());
  }

  /**
   * Waits for the next connection: after the upgrade for WebSocket servers, after the TCP accept
   * for raw servers.
   */
  Peer accept() throws InterruptedException {
    Peer peer = peers.poll(10, TimeUnit.SECONDS);
    if (peer == null) {
      throw new AssertionError("no client connected within 10 seconds");
    }
    return peer;
  }

  /** The number of connections that {@link #accept} has not returned yet. */
  int waiting() {
    return peers.size();
  }

  /** Stops the server. Further connections are refused until {@link #close}. */
  void refuse() {
    InetSocketAddress address = (InetSocketAddress) listening.localAddress();
    listening.close().syncUninterruptibly();
    refusing = Optional.of(RefusingPort.at(address.getAddress(), address.getPort()));
  }

  @Override
  public void close() {
    listening.close().syncUninterruptibly();
    refusing.ifPresent(RefusingPort::close);
  }

  private final class Recorder extends ChannelInboundHandlerAdapter {
    private final Peer peer;

    Recorder(Peer peer) {
      this.peer = peer;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      if (ctx.pipeline().get(WebSocketServerProtocolHandler.class) == null) {
        peers.add(peer);
      }
      ctx.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete upgraded) {
        peer.uri = upgraded.requestUri();
        peer.headers = upgraded.requestHeaders();
        peers.add(peer);
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof TextWebSocketFrame text) {
        peer.received.add(text.text());
      } else if (message instanceof BinaryWebSocketFrame binary) {
        peer.received.add(ByteBufUtil.getBytes(binary.content()));
      } else if (message instanceof CloseWebSocketFrame close) {
        peer.received.add(new Close(close.statusCode(), close.reasonText()));
      } else if (message instanceof PongWebSocketFrame pong) {
        peer.received.add(
            new Pong(pong.content().toString(java.nio.charset.StandardCharsets.UTF_8)));
      }
      ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
