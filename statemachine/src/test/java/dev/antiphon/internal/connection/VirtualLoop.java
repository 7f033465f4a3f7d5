package dev.antiphon.internal.connection;

import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** An event loop that runs, and whose time passes, only when told; on the test's thread. */
final class VirtualLoop implements AutoCloseable {
  private final MockTicker time = Ticker.newMockTicker();
  private final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(time).build();
  private final Runnable atRest;

  /** {@code atRest} is run whenever there is nothing more to do. */
  VirtualLoop(Runnable atRest) {
    this.atRest = atRest;
  }

  EventLoop loop() {
    return channel.eventLoop();
  }

  long nanoTime() {
    return time.nanoTime();
  }

  /** Does all that is to be done now. */
  void settle() {
    while (channel.hasPendingTasks()) {
      channel.runPendingTasks();
    }
    channel.checkException();
    atRest.run();
  }

  /** Whether anything is still to be done, now or later. */
  boolean isBusy() {
    return nextDue() >= 0;
  }

  /** Time passes, from one thing that is due to the next. */
  void pass(Duration duration) {
    settle();
    long left = duration.toNanos();
    while (left > 0) {
      long next = nextDue();
      long step = next < 0 ? left : Math.min(left, next);
      time.advance(step, TimeUnit.NANOSECONDS);
      left -= step;
      settle();
    }
  }

  /** Time passes until something is due, if anything is. */
  void passToNext() {
    long next = nextDue();
    if (next >= 0) {
      pass(Duration.ofNanos(next));
    }
  }

  private long nextDue() {
    return channel.runScheduledPendingTasks();
  }

  @Override
  public void close() {
    channel.finishAndReleaseAll();
  }
}
