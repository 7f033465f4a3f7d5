package dev.antiphon.testkit.internal.net;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Creates the single daemon thread of an executor and keeps a reference to it. Callers can
 * therefore wait for the end of the thread.
 */
public final class SingleThreadFactory implements ThreadFactory {

  private final String name;
  private volatile @Nullable Thread created;

  /** Creates a factory for a thread with this name. */
  public SingleThreadFactory(String name) {
    this.name = name;
  }

  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new FastThreadLocalThread(work, name);
    thread.setDaemon(true);
    created = thread;
    return thread;
  }

  /** Returns true if the caller runs on this thread. */
  public boolean isCurrent() {
    return created == Thread.currentThread();
  }

  /**
   * Waits for the end of the thread. Returns at once when called on the thread, or if there is no
   * thread.
   */
  public void awaitEnd(Duration limit) {
    Thread thread = created;
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
