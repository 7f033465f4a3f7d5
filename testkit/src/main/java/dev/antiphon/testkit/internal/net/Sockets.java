package dev.antiphon.testkit.internal.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of a server and its sockets. */
public final class Sockets {

  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

  private static final int MAX_DATAGRAM = 4096;
  private static final int UDP_BUFFER = 1 << 20;
  private static final WriteBufferWaterMark WRITE_LIMITS =
      new WriteBufferWaterMark(64 * 1024, 4 * 1024 * 1024);
  private static final long CLOSE_HANDSHAKE_MILLIS = 250;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final SingleThreadFactory thread = new SingleThreadFactory("antiphon-testkit-server");
  private final EventLoop loop =
      new SingleThreadIoEventLoop(null, thread, NioIoHandler.newFactory());
  private final ChannelGroup clients = new DefaultChannelGroup(loop);
  private final ChannelGroup listening = new DefaultChannelGroup(loop);

  /** The event loop of the thread. */
  public EventLoop loop() {
    return loop;
  }

  /** The accepted TCP connections. */
  public ChannelGroup clients() {
    return clients;
  }

  /** The open ports. */
  ChannelGroup listening() {
    return listening;
  }

  /** Opens a UDP port and waits for it. Must not be called on the loop. */
  InetSocketAddress openUdp(InetSocketAddress address, ChannelHandler handler) {
    return opened(bindUdp(address, handler), "UDP", address);
  }

  /** Opens a TCP port and waits for it. Must not be called on the loop. */
  InetSocketAddress openTcp(InetSocketAddress address, ChannelHandler acceptor) {
    return opened(bindTcp(address, acceptor), "TCP", address);
  }

  ChannelFuture bindUdp(InetSocketAddress address, ChannelHandler handler) {
    return new Bootstrap()
        .group(loop)
        .channelFactory(UdpSocket::open)
        .option(ChannelOption.SO_RCVBUF, UDP_BUFFER)
        .option(ChannelOption.SO_SNDBUF, UDP_BUFFER)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_LIMITS)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM))
        .handler(handler)
        .bind(address);
  }

  /**
   * Also listens on ::1 if IPv6 is available and the port is free. Many resolvers return ::1 first
   * for "localhost".
   */
  void openTcpOnIpv6Loopback(int port, ChannelHandler acceptor) {
    ChannelFuture bound = bindTcp(ipv6Loopback(port), acceptor).awaitUninterruptibly();
    if (bound.isSuccess()) {
      listening.add(bound.channel());
    } else {
      LOG.debug("Not listening on [::1]:{}", port, bound.cause());
    }
  }

  static InetSocketAddress ipv6Loopback(int port) {
    byte[] bytes = new byte[16];
    bytes[15] = 1;
    try {
      return new InetSocketAddress(Inet6Address.getByAddress(bytes), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are an IPv6 address", e);
    }
  }

  ChannelFuture bindTcp(InetSocketAddress address, ChannelHandler acceptor) {
    return new ServerBootstrap()
        .group(loop)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, 1024)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_LIMITS)
        .childHandler(acceptor)
        .bind(address);
  }

  private InetSocketAddress opened(
      ChannelFuture binding, String protocol, InetSocketAddress address) {
    binding.awaitUninterruptibly();
    if (!binding.isSuccess()) {
      throw new UncheckedIOException(
          new IOException(
              "Cannot listen on %s %s port %d: %s"
                  .formatted(
                      protocol,
                      address.getAddress().getHostAddress(),
                      address.getPort(),
                      binding.cause().getMessage()),
              binding.cause()));
    }
    listening.add(binding.channel());
    return (InetSocketAddress) binding.channel().localAddress();
  }

  /**
   * Stops listening and waits a short time until the clients have answered their close frames.
   * Closing TCP with unread messages would send a reset, and a reset can overtake the close frame.
   */
  public void awaitCloseHandshakes() {
    listening.close();
    if (!loop.inEventLoop()) {
      clients.newCloseFuture().awaitUninterruptibly(CLOSE_HANDSHAKE_MILLIS);
    }
  }

  /**
   * Closes every socket and waits for the end of the thread. Does not wait when called on that
   * thread.
   */
  public void close() {
    listening.close();
    clients.close();
    loop.shutdownGracefully(0, CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS);
    thread.awaitEnd(CLOSE_LIMIT);
  }
}
