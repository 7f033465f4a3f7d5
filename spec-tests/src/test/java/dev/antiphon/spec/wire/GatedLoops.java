package dev.antiphon.spec.wire;

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
import io.netty.channel.socket.DatagramChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One event loop for all connections of a test, on which the opening of a UDP socket can be held
 * back. As there is but one, its timers fire in the order of their due times, whatever the machine
 * is busy with.
 */
final class GatedLoops extends MultiThreadIoEventLoopGroup {
  private final Gate gate;

  /** Where UDP sockets pass or wait before they are registered with the loop, and so opened. */
  private static final class Gate {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private Channel newest;
    private boolean holdNext;

    synchronized boolean holds(ChannelPromise promise, Runnable opening) {
      newest = promise.channel();
      boolean held = holdNext;
      holdNext = false;
      if (held) {
        waiting.add(opening);
      }
      return held;
    }

    synchronized void holdNext() {
      holdNext = true;
    }

    synchronized Channel newest() {
      return newest;
    }

    synchronized Deque<Runnable> release() {
      Deque<Runnable> released = new ArrayDeque<>(waiting);
      waiting.clear();
      return released;
    }
  }

  private GatedLoops(Gate gate, IoHandlerFactory handlers) {
    super(1, (Executor) null, handlers, gate);
    this.gate = gate;
  }

  static GatedLoops start() {
    return new GatedLoops(
        new Gate(), Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  /** Called while the group is being made, so the gate comes as an argument. */
  @Override
  protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... more) {
    Gate passed = (Gate) more[0];
    return new SingleThreadIoEventLoop(this, executor, handlers) {
      @Override
      public ChannelFuture register(ChannelPromise promise) {
        boolean held =
            promise.channel() instanceof DatagramChannel
                && passed.holds(promise, () -> super.register(promise));
        return held ? promise : super.register(promise);
      }
    };
  }

  /** The next UDP socket does not open before {@link #openHeldSockets}. */
  void holdNextSocket() {
    gate.holdNext();
  }

  /** Whatever was held back goes on. */
  void openHeldSockets() {
    gate.release().forEach(Runnable::run);
  }

  /** The UDP socket that was opened last, or is being held back. */
  Channel newestSocket() {
    return gate.newest();
  }

  /** The system takes the newest UDP socket away; returns when its path has said so. */
  void breakNewestSocket() {
    gate.newest().close().syncUninterruptibly();
    finishStep();
  }

  /** Returns when all is done that the loop has begun: a transition is told before its effects. */
  void finishStep() {
    next().submit(() -> {}).syncUninterruptibly();
  }

  /**
   * Returns when every timer of at most this length has fired that was armed before: one of the
   * same length is armed on the same loop, after them.
   */
  void outlast(Duration delay) throws Exception {
    CompletableFuture<Void> past = new CompletableFuture<>();
    next()
        .execute(
            () ->
                next().schedule(() -> past.complete(null), delay.toNanos(), TimeUnit.NANOSECONDS));
    past.get(HeldOpen.LIMIT.plus(delay).toSeconds(), TimeUnit.SECONDS);
  }
}
