package dev.antiphon;

import dev.antiphon.protocol.DiscordGateway;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows the thread that delivers the events of the main gateway. A blocking join on that thread
 * would wait for an event that the same thread must deliver. Such a call is refused.
 *
 * <p>The gateway can declare the thread. Otherwise the first event of any kind shows it. Before
 * that, the thread is unknown, and a blocking join ends at the deadlines of the flow. After two
 * threads have delivered events, only the declaration counts: the other thread can deliver the
 * event.
 */
final class DispatchThread {
  private static final Logger LOG = LoggerFactory.getLogger(DispatchThread.class);

  private final DiscordGateway gateway;
  private volatile @Nullable Thread sole;
  private volatile boolean several;
  private final AtomicBoolean failedBefore = new AtomicBoolean();

  DispatchThread(DiscordGateway gateway) {
    this.gateway = gateway;
  }

  /** The calling thread delivers an event. */
  void record() {
    Thread current = Thread.currentThread();
    if (sole == null) {
      sole = current;
    } else if (sole != current) {
      several = true;
    }
  }

  /** Whether the calling thread delivers the events, as far as it is known. */
  boolean isCurrentThread() {
    return isDeclared() || (!several && sole == Thread.currentThread());
  }

  /** Whether no event has come yet, from any thread. */
  boolean isUnknown() {
    return sole == null;
  }

  /** Whether the gateway says that the calling thread delivers its events. */
  boolean isDeclared() {
    try {
      return gateway.isDispatchThread();
    } catch (RuntimeException | Error e) {
      if (failedBefore.compareAndSet(false, true)) {
        LOG.warn(
            "DiscordGateway.isDispatchThread failed, the thread counts as unknown;"
                + " later failures are not logged",
            e);
      }
      return false;
    }
  }
}
