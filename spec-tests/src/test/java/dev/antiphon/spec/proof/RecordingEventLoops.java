package dev.antiphon.spec.proof;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** One event loop that records all its sockets and counts its timers. */
final class RecordingEventLoops extends MultiThreadIoEventLoopGroup {
  private final Queue<Channel> channels;

  private RecordingEventLoops(Queue<Channel> channels, IoHandlerFactory handlers) {
    super(1, (Executor) null, handlers, channels);
    this.channels = channels;
  }

  static RecordingEventLoops start() {
    return new RecordingEventLoops(
        new ConcurrentLinkedQueue<>(),
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  /** The superclass constructor calls this method, so the list is passed as an argument. */
  @Override
  @SuppressWarnings("unchecked")
  protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... more) {
    Queue<Channel> registered = (Queue<Channel>) more[0];
    return new SingleThreadIoEventLoop(this, executor, handlers) {
      @Override
      public ChannelFuture register(ChannelPromise promise) {
        registered.add(promise.channel());
        return super.register(promise);
      }
    };
  }

  /** All sockets of this type that were created on the loop. */
  <C extends Channel> List<C> channels(Class<C> kind) {
    return channels.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The sockets that are still open. */
  List<Channel> open() {
    return channels.stream().filter(Channel::isOpen).toList();
  }

  /** The number of tasks and timers that still have to run. */
  int pending() {
    return ((SingleThreadEventExecutor) next()).pendingTasks();
  }
}
