package dev.antiphon.udp.internal;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannel;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens the UDP paths of one {@code Voice} and holds one {@link AudioClock} per event loop, which
 * serves all paths of that loop. Makes no thread.
 */
public final class UdpTransport implements AutoCloseable {
  /**
   * What may wait for a socket that takes no more: the five frames of a late tick, whatever their
   * length. Anything above is dropped, since audio that waits is worth nothing.
   */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(8 * 1_024, 16 * 1_024);

  private final ChannelFactory<? extends DatagramChannel> channels;
  private final AvailableCiphers ciphers;
  private final Map<EventLoop, AudioClock> clocks = new ConcurrentHashMap<>();
  private final Set<DatagramPath> paths = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * A transport without paths.
   *
   * @param channels makes a datagram channel of the kind that the event loops can run, epoll or NIO
   * @param ciphers the transport ciphers of all paths
   */
  public UdpTransport(
      ChannelFactory<? extends DatagramChannel> channels, AvailableCiphers ciphers) {
    this.channels = Objects.requireNonNull(channels, "channels");
    this.ciphers = Objects.requireNonNull(ciphers, "ciphers");
  }

  /**
   * Begins to open a socket that is connected to the voice server and returns at once; the listener
   * is told {@link UdpListener#ready()} or {@link UdpListener#openFailed}. Any thread.
   *
   * @param loop runs the path and all calls of the listener
   * @param server IPv4 or IPv6 address and port; an unresolved one fails to open
   * @throws IllegalStateException if the transport is closed
   */
  public UdpPath open(EventLoop loop, InetSocketAddress server, UdpListener listener) {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(listener, "listener");
    if (closed) {
      throw new IllegalStateException("The UDP transport is closed");
    }
    AudioClock clock = clocks.computeIfAbsent(loop, AudioClock::new);
    DatagramPath path = new DatagramPath(loop, clock, ciphers, listener, RtpStart::random);
    paths.add(path);
    path.closed().thenRun(() -> paths.remove(path));
    ChannelFuture attempt = connect(loop, server, path);
    if (attempt.isDone()) {
      settle(attempt, path); // an event loop that has ended tells no listener
    } else {
      attempt.addListener(done -> settle(attempt, path));
    }
    if (closed) {
      path.close();
    }
    return path;
  }

  private static void settle(ChannelFuture attempt, DatagramPath path) {
    if (!attempt.isSuccess()) {
      path.openFailed(attempt.cause());
    }
  }

  private ChannelFuture connect(EventLoop loop, InetSocketAddress server, DatagramPath path) {
    return new Bootstrap()
        .group(loop)
        .channelFactory(channels)
        .disableResolver()
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
        .option(
            ChannelOption.RECVBUF_ALLOCATOR,
            new FixedRecvByteBufAllocator(RtpReceiver.MAX_DATAGRAM))
        .handler(path.handler())
        .connect(server);
  }

  /** Closes all paths; {@link UdpPath#closed()} tells when a socket is gone. Any thread. */
  @Override
  public void close() {
    closed = true;
    paths.forEach(UdpPath::close);
  }
}
