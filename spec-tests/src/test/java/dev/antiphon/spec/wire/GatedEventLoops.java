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
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One event loop for all connections of a test. It can delay the opening of a UDP socket. A single
 * loop fires its timers in the order of their due times, even on a busy machine.
 */
final class GatedEventLoops extends MultiThreadIoEventLoopGroup {
  private final Gate gate;

  /** Delays UDP sockets before they are registered with the loop. Registration opens a socket. */
  private static final class Gate {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private Channel newest;
    private boolean holdNext;
    private boolean failNext;

    synchronized boolean holds(ChannelPromise promise, Runnable opening) {
      newest = promise.channel();
      boolean held = holdNext;
      holdNext = false;
      if (held) {
        waiting.add(opening);
      }
      return held;
    }

    synchronized boolean fails() {
      boolean failed = failNext;
      failNext = false;
      return failed;
    }

    synchronized void failNext() {
      failNext = true;
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

  private GatedEventLoops(Gate gate, IoHandlerFactory handlers) {
    super(1, (Executor) null, handlers, gate);
    this.gate = gate;
  }

  static GatedEventLoops start() {
    return new GatedEventLoops(
        new Gate(), Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
  }

  /** The superclass constructor calls this method, so the gate is passed as an argument. */
  @Override
  protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... more) {
    Gate passed = (Gate) more[0];
    return new SingleThreadIoEventLoop(this, executor, handlers) {
      @Override
      public ChannelFuture register(ChannelPromise promise) {
        boolean udp = promise.channel() instanceof DatagramChannel;
        if (udp && passed.fails()) {
          promise.channel().unsafe().closeForcibly();
          return promise.setFailure(new SocketException("no more sockets"));
        }
        boolean held = udp && passed.holds(promise, () -> super.register(promise));
        return held ? promise : super.register(promise);
      }
    };
  }

  /** The next UDP socket cannot be opened. */
  void failNextSocket() {
    gate.failNext();
  }

  /** The next UDP socket does not open before {@link #openHeldSockets}. */
  void holdNextSocket() {
    gate.holdNext();
  }

  /** Opens all sockets that were held. */
  void openHeldSockets() {
    gate.release().forEach(Runnable::run);
  }

  /** The newest UDP socket: opened or still held. */
  Channel newestSocket() {
    return gate.newest();
  }

  /** Closes the newest UDP socket and returns when its UDP path has reported the failure. */
  void breakNewestSocket() {
    gate.newest().close().syncUninterruptibly();
    finishStep();
  }

  /**
   * Returns when the loop has finished its current step. A step reports its transition before it
   * runs the effects.
   */
  void finishStep() {
    next().submit(() -> {}).syncUninterruptibly();
  }

  /**
   * Returns when all earlier timers of at most this length have fired. It starts a timer of this
   * length on the same loop, which fires after them.
   */
  void outlast(Duration delay) throws Exception {
    CompletableFuture<Void> past = new CompletableFuture<>();
    next()
        .execute(
            () ->
                next().schedule(() -> past.complete(null), delay.toNanos(), TimeUnit.NANOSECONDS));
    past.get(TestBench.LIMIT.plus(delay).toSeconds(), TimeUnit.SECONDS);
  }
}
