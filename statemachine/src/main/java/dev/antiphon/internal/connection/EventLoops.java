package dev.antiphon.internal.connection;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of a {@code Voice}, its own or the application's, and the channel types that go
 * with them: epoll where it is there, NIO elsewhere.
 */
public final class EventLoops implements AutoCloseable {
  /** Few loops, because each has one clock that serves all of its connections in one pass. */
  private static final int MOST_OWN_LOOPS = 4;

  /** Spreads snowflakes, whose low bits are alike, over the loops (Fibonacci hashing). */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private static final long QUIET_MILLIS = 0;
  private static final long SHUTDOWN_SECONDS = 5;

  private final EventLoopGroup group;
  private final boolean epoll;
  private final boolean ours;

  private EventLoops(EventLoopGroup group, boolean epoll, boolean ours) {
    this.group = group;
    this.epoll = epoll;
    this.ours = ours;
  }

  /** Loops of our own, on daemon threads; {@link #close} ends them. */
  public static EventLoops own() {
    boolean epoll = Epoll.isAvailable();
    int threads = Math.min(MOST_OWN_LOOPS, Runtime.getRuntime().availableProcessors());
    EventLoopGroup group =
        new MultiThreadIoEventLoopGroup(
            threads,
            new DefaultThreadFactory("antiphon-loop", true),
            epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    return new EventLoops(group, epoll, true);
  }

  /**
   * The application's loops, which {@link #close} leaves alone.
   *
   * @throws IllegalArgumentException if the group runs neither NIO nor epoll
   */
  public static EventLoops of(EventLoopGroup group) {
    if (group instanceof IoEventLoopGroup io) {
      if (Epoll.isAvailable() && io.isIoType(EpollIoHandler.class)) {
        return new EventLoops(group, true, false);
      }
      if (io.isIoType(NioIoHandler.class)) {
        return new EventLoops(group, false, false);
      }
    }
    throw new IllegalArgumentException(
        "the event loop group must run NIO or epoll, was " + group.getClass().getName());
  }

  /**
   * The loop of all connections of a guild, also of those that follow one another: so the last
   * steps of one are over before the next begins, and their op 4 stay in order.
   */
  EventLoop of(long guildId) {
    List<EventLoop> loops = new ArrayList<>();
    group.forEach(executor -> loops.add((EventLoop) executor));
    return loops.get((int) Long.remainderUnsigned(guildId * SPREAD, loops.size()));
  }

  Class<? extends Channel> socketType() {
    return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  ChannelFactory<? extends DatagramChannel> datagrams() {
    return epoll ? EpollDatagramChannel::new : NioDatagramChannel::new;
  }

  /** Whether the calling thread is one of these loops, which nobody may block. */
  public boolean isCurrentThread() {
    for (EventExecutor executor : group) {
      if (executor.inEventLoop()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Refuses what would wait on a thread that must never wait.
   *
   * @param what names it
   * @throws IllegalStateException on one of these loops
   */
  public void requireBlockable(String what) {
    if (isCurrentThread()) {
      throw new IllegalStateException(
          what + " would block an event loop; call it on another thread");
    }
  }

  @Override
  public void close() {
    if (ours) {
      group
          .shutdownGracefully(QUIET_MILLIS, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
          .awaitUninterruptibly(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }
  }
}
