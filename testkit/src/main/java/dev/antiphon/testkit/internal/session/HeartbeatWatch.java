package dev.antiphon.testkit.internal.session;

import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Notices that a client has fallen silent. Confined to the server's loop. */
final class HeartbeatWatch {

  private final Runnable silent;
  private long limitNanos;
  private Optional<Future<?>> timer = Optional.empty();

  HeartbeatWatch(Runnable silent) {
    this.silent = silent;
  }

  /** The client must be heard of again within this time, and after each time that it was. */
  void expectWithin(long nanos, EventLoop loop) {
    limitNanos = nanos;
    heard(loop);
  }

  /** The time begins anew. */
  void heard(EventLoop loop) {
    stop();
    timer = Optional.of(loop.schedule(silent, limitNanos, TimeUnit.NANOSECONDS));
  }

  /** Nothing more is expected of the client. */
  void stop() {
    timer.ifPresent(running -> running.cancel(false));
  }
}
