package dev.antiphon.testkit.internal.net;

import io.netty.channel.EventLoop;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Lets any thread have something done on the server's own, and waits for the outcome. */
public final class LoopCalls {

  private static final long LIMIT_SECONDS = 30;

  private final EventLoop loop;

  /** Calls on this loop. */
  public LoopCalls(EventLoop loop) {
    this.loop = loop;
  }

  /** Whether this is the server's own thread, which must not wait for itself. */
  public boolean onLoop() {
    return loop.inEventLoop();
  }

  /** Runs the work on the loop and waits for its end. */
  public void run(Runnable work) {
    call(
        () -> {
          work.run();
          return null;
        });
  }

  /**
   * Calls on the loop and waits for the result.
   *
   * @throws IllegalStateException if the loop has ended or does not answer, or the work fails
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
   * Waits for the outcome, which is not for the loop.
   *
   * @throws IllegalStateException if it fails or does not come
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
      throw new IllegalStateException("The voice server does not answer.", e);
    }
  }
}
