package dev.antiphon.testkit.internal.session;

import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Detects that a client no longer sends heartbeats. Confined to the server's loop. */
final class HeartbeatWatch {

  private final Runnable silent;
  private long limitNanos;
  private Optional<Future<?>> timer = Optional.empty();

  HeartbeatWatch(Runnable silent) {
    this.silent = silent;
  }

  /** Sets the time limit between heartbeats and starts the timer. */
  void expectWithin(long nanos, EventLoop loop) {
    limitNanos = nanos;
    restart(loop);
  }

  /** Restarts the timer. */
  void restart(EventLoop loop) {
    stop();
    timer = Optional.of(loop.schedule(silent, limitNanos, TimeUnit.NANOSECONDS));
  }

  /** Stops the timer. */
  void stop() {
    timer.ifPresent(running -> running.cancel(false));
  }
}
