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

/** The one thread of a server and its sockets. */
public final class Sockets {

  private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

  private static final int MAX_DATAGRAM = 4096;
  private static final int UDP_BUFFER = 1 << 20;
  private static final WriteBufferWaterMark WRITE_LIMITS =
      new WriteBufferWaterMark(64 * 1024, 4 * 1024 * 1024);
  private static final long FAREWELL_MILLIS = 250;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final SoleThread thread = new SoleThread("antiphon-testkit-server");
  private final EventLoop loop =
      new SingleThreadIoEventLoop(null, thread, NioIoHandler.newFactory());
  private final ChannelGroup clients = new DefaultChannelGroup(loop);
  private final ChannelGroup listening = new DefaultChannelGroup(loop);

  /** The loop of the one thread. */
  public EventLoop loop() {
    return loop;
  }

  /** The accepted TCP connections. */
  public ChannelGroup clients() {
    return clients;
  }

  /** What listens at the moment. */
  ChannelGroup listening() {
    return listening;
  }

  /** Opens a UDP port and waits for it, which is not for the loop. */
  InetSocketAddress openUdp(InetSocketAddress address, ChannelHandler face) {
    return opened(bindUdp(address, face), "UDP", address);
  }

  /** Opens a TCP port and waits for it, which is not for the loop. */
  InetSocketAddress openTcp(InetSocketAddress address, ChannelHandler acceptor) {
    return opened(bindTcp(address, acceptor), "TCP", address);
  }

  ChannelFuture bindUdp(InetSocketAddress address, ChannelHandler face) {
    return new Bootstrap()
        .group(loop)
        .channelFactory(UdpSocket::open)
        .option(ChannelOption.SO_RCVBUF, UDP_BUFFER)
        .option(ChannelOption.SO_SNDBUF, UDP_BUFFER)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_LIMITS)
        .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM))
        .handler(face)
        .bind(address);
  }

  /**
   * Many resolvers turn "localhost" into ::1 first: listens there too where there is IPv6 and the
   * port is free.
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
   * Listens no more and waits a little for clients to answer the close frames they were sent.
   * Dropping TCP with their messages still unread would be a reset, and a reset can overtake the
   * close frame.
   */
  public void awaitFarewells() {
    listening.close();
    if (!loop.inEventLoop()) {
      clients.newCloseFuture().awaitUninterruptibly(FAREWELL_MILLIS);
    }
  }

  /** Closes every socket and waits for the thread to end, unless called on it. */
  public void close() {
    listening.close();
    clients.close();
    loop.shutdownGracefully(0, CLOSE_LIMIT.toSeconds(), TimeUnit.SECONDS);
    thread.awaitEnd(CLOSE_LIMIT);
  }
}
