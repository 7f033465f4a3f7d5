package dev.antiphon.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.ManualIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** An event loop with real sockets and virtual time. The thread of the test runs it. */
final class ManualLoop implements AutoCloseable {
  private final MockTicker time = Ticker.newMockTicker();
  private final ManualIoEventLoop loop =
      new ManualIoEventLoop(null, Thread.currentThread(), NioIoHandler.newFactory(), time);

  EventLoop eventLoop() {
    return loop;
  }

  /** Runs the loop, without virtual time passing, until the condition is met. */
  void runUntil(String description, BooleanSupplier condition) {
    long end = System.nanoTime() + SocketTest.PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(description).isLessThan(end);
      loop.runNow();
      Thread.onSpinWait();
    }
  }

  /** Lets virtual time pass and runs what is due. */
  void pass(long milliseconds) {
    time.advance(milliseconds, TimeUnit.MILLISECONDS);
    loop.runNow();
    loop.runNow();
  }

  @Override
  public void close() {
    loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    runUntil(
        "the loop ends",
        () -> {
          time.advance(1, TimeUnit.MILLISECONDS);
          return loop.isTerminated();
        });
  }
}
