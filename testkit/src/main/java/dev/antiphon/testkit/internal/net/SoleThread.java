package dev.antiphon.testkit.internal.net;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the one daemon thread of an executor and remembers it, so that its very end can be awaited.
 */
public final class SoleThread implements ThreadFactory {

  private final String name;
  private volatile @Nullable Thread made;

  /** A thread of this name. */
  public SoleThread(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new FastThreadLocalThread(work, name);
    thread.setDaemon(true);
    made = thread;
    return thread;
  }

  /** Whether it is the thread that asks. */
  public boolean isCurrent() {
    return made == Thread.currentThread();
  }

  /** Waits for the end; returns at once when called on the thread, or when there was none. */
  public void awaitEnd(Duration limit) {
    Thread thread = made;
    if (thread == null || isCurrent()) {
      return;
    }
    try {
      thread.join(limit.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
