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
 * Opens the UDP paths of one {@code Voice}. It has one {@link AudioClock} per event loop, which
 * serves all paths of that loop. It creates no threads.
 */
public final class UdpTransport implements AutoCloseable {
  /**
   * The limit of the bytes that wait for a full socket: the five frames after a late tick, of any
   * length. Further frames are dropped, because late audio is useless.
   */
  private static final WriteBufferWaterMark WATER_MARK =
      new WriteBufferWaterMark(8 * 1_024, 16 * 1_024);

  private final ChannelFactory<? extends DatagramChannel> channels;
  private final AvailableCiphers ciphers;
  private final Map<EventLoop, AudioClock> clocks = new ConcurrentHashMap<>();
  private final Set<DatagramPath> paths = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * Creates a transport without paths.
   *
   * @param channels creates datagram channels for the event loops: epoll or NIO
   * @param ciphers the transport ciphers of all paths
   */
  public UdpTransport(
      ChannelFactory<? extends DatagramChannel> channels, AvailableCiphers ciphers) {
    this.channels = Objects.requireNonNull(channels, "channels");
    this.ciphers = Objects.requireNonNull(ciphers, "ciphers");
  }

  /**
   * Starts to open a socket that is connected to the voice server, and returns immediately. The
   * listener's {@link UdpListener#ready()} or {@link UdpListener#openFailed} is called later. Can
   * be called on any thread.
   *
   * @param loop the event loop that runs the path and calls the listener
   * @param server the IPv4 or IPv6 address and the port; opening fails for an unresolved address
   * @throws IllegalStateException if the transport is closed
   */
  public UdpPath open(EventLoop loop, InetSocketAddress server, UdpListener listener) {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(listener, "listener");
    if (closed) {
      throw new IllegalStateException("This UDP transport is closed; no path can be opened");
    }
    AudioClock clock = clocks.computeIfAbsent(loop, AudioClock::new);
    DatagramPath path = new DatagramPath(loop, clock, ciphers, listener, RtpStart::random);
    paths.add(path);
    path.closed().thenRun(() -> paths.remove(path));
    ChannelFuture attempt = connect(loop, server, path);
    if (attempt.isDone()) {
      reportFailure(attempt, path); // an event loop that was shut down does not notify listeners
    } else {
      attempt.addListener(done -> reportFailure(attempt, path));
    }
    if (closed) {
      path.close();
    }
    return path;
  }

  private static void reportFailure(ChannelFuture attempt, DatagramPath path) {
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

  /**
   * Closes all paths. {@link UdpPath#closed()} completes when a path's socket is closed. Can be
   * called on any thread.
   */
  @Override
  public void close() {
    closed = true;
    paths.forEach(UdpPath::close);
  }
}
