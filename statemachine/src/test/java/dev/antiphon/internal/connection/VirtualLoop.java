package dev.antiphon.internal.connection;

import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * An event loop with virtual time. It runs on the test's thread and only when the test requests it.
 */
final class VirtualLoop implements AutoCloseable {
  private final MockTicker time = Ticker.newMockTicker();
  private final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(time).build();
  private final Runnable atRest;

  /** {@code atRest} runs each time when the loop has no more tasks. */
  VirtualLoop(Runnable atRest) {
    this.atRest = atRest;
  }

  EventLoop loop() {
    return channel.eventLoop();
  }

  long nanoTime() {
    return time.nanoTime();
  }

  /** Runs all tasks that are due now. */
  void settle() {
    while (channel.hasPendingTasks()) {
      channel.runPendingTasks();
    }
    channel.checkException();
    atRest.run();
  }

  /** Whether a task waits, now or later. */
  boolean isBusy() {
    return nextDue() >= 0;
  }

  /** Advances the time and runs each task at its due time. */
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

  /** Advances the time to the next due task, if there is one. */
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
