package dev.antiphon.testkit.internal.net;

import io.netty.channel.EventLoop;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs work on the server's own thread and waits for the result. Other threads call it. */
public final class LoopCalls {

  private static final long LIMIT_SECONDS = 30;

  private final EventLoop loop;

  /** Creates an object that uses this loop. */
  public LoopCalls(EventLoop loop) {
    this.loop = loop;
  }

  /** Returns true on the server's own thread, which must not wait for itself. */
  public boolean onLoop() {
    return loop.inEventLoop();
  }

  /** Runs the work on the loop and waits until it is done. */
  public void run(Runnable work) {
    call(
        () -> {
          work.run();
          return null;
        });
  }

  /**
   * Runs the work on the loop and waits for the result.
   *
   * @throws IllegalStateException if the loop has ended or does not answer, or if the work fails
   */
  public <T> T call(Callable<T> work) {
    try {
      return onLoop() ? work.call() : await(loop.submit(work));
    } catch (IllegalStateException e) {
      throw e;
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("The voice server is closed.", e);
    } catch (Exception e) {
      throw new IllegalStateException("The voice server failed: " + e, e);
    }
  }

  /**
   * Waits for a future. Must not be called on the loop.
   *
   * @throws IllegalStateException if the future fails or does not complete in time
   */
  public <T> T await(Future<T> outcome) {
    try {
      return outcome.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while calling the voice server.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The voice server failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("The voice server did not answer in time.", e);
    }
  }
}
