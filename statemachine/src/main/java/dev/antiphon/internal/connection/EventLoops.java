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
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of a {@code Voice} and their channel types. The loops belong to the library or to
 * the application. The channel type is epoll where it is available, otherwise NIO.
 */
public final class EventLoops implements AutoCloseable {
  /** The limit is low, because the clock of one loop serves all its connections in one pass. */
  private static final int MOST_OWN_LOOPS = 4;

  /**
   * Distributes guild ids over the loops (Fibonacci hashing). The low bits of snowflake ids are not
   * random.
   */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private static final long QUIET_MILLIS = 0;
  private static final long SHUTDOWN_SECONDS = 5;

  private final EventLoopGroup group;
  private final boolean epoll;
  private final boolean owned;

  private EventLoops(EventLoopGroup group, boolean epoll, boolean owned) {
    this.group = group;
    this.epoll = epoll;
    this.owned = owned;
  }

  /** Creates event loops on daemon threads. {@link #close} stops them. */
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
   * Uses the application's event loops. {@link #close} does not stop them.
   *
   * @throws IllegalArgumentException if the group uses neither NIO nor epoll
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
        "the event loop group must use NIO or epoll, was " + group.getClass().getName());
  }

  /**
   * The event loop of a guild. All connections of the guild use it, one after another. So the last
   * steps of one connection run before the first step of the next one, and their voice state
   * updates stay in order.
   */
  EventLoop of(long guildId) {
    List<EventLoop> loops = new ArrayList<>();
    group.forEach(executor -> loops.add((EventLoop) executor));
    return loops.get((int) Long.remainderUnsigned(guildId * SPREAD, loops.size()));
  }

  /**
   * Runs a task on the event loop of a guild after a delay.
   *
   * @throws java.util.concurrent.RejectedExecutionException if the loop has stopped
   */
  public Future<?> schedule(long guildId, Runnable task, long delayNanos) {
    return of(guildId).schedule(task, delayNanos, TimeUnit.NANOSECONDS);
  }

  Class<? extends Channel> socketType() {
    return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
  }

  ChannelFactory<? extends DatagramChannel> datagrams() {
    return epoll ? EpollDatagramChannel::new : NioDatagramChannel::new;
  }

  /** Whether the calling thread belongs to one of these loops. Such a thread must not block. */
  public boolean isCurrentThread() {
    for (EventExecutor executor : group) {
      if (executor.inEventLoop()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Throws an exception if the calling thread must not block.
   *
   * @param what the name of the call, for the message
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
    if (owned) {
      group
          .shutdownGracefully(QUIET_MILLIS, SHUTDOWN_SECONDS, TimeUnit.SECONDS)
          .awaitUninterruptibly(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
    }
  }
}
