package dev.antiphon.testkit.discord;

import dev.antiphon.protocol.DiscordGateway.Listener;
import dev.antiphon.protocol.DiscordGateway.Subscription;
import dev.antiphon.testkit.internal.net.SingleThreadFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the events of the main gateway's test double to its listeners, on one thread and in
 * order. It holds events while the main session is down. Thread-safe.
 */
final class Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /** The maximum number of held events. Further events are lost. */
  private static final int MAX_HELD = 100_000;

  /** The maximum number of copies of each event. */
  private static final int MAX_COPIES = 1_000;

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final SingleThreadFactory thread = new SingleThreadFactory("antiphon-testkit-gateway");
  private final ExecutorService delivery = Executors.newSingleThreadExecutor(thread);
  private final Queue<Consumer<Listener>> held = new ArrayDeque<>();
  private boolean up = true;
  private int copies = 1;

  /** One subscription. The same listener can be subscribed more than once. */
  private static final class Subscriber {
    private final Listener listener;

    Subscriber(Listener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
    }

    void receive(Consumer<Listener> event) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        LOG.warn("A listener of the fake main gateway threw an exception: {}", e.toString());
        LOG.debug("Exception of the listener", e);
      }
    }
  }

  /** Whether the calling thread delivers the events. */
  boolean isCurrentThread() {
    return thread.isCurrent();
  }

  Subscription subscribe(Listener listener) {
    Subscriber subscriber = new Subscriber(listener);
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }

  /** Sets how often each event is delivered from now on. */
  synchronized void copies(int count) {
    if (count < 1 || count > MAX_COPIES) {
      throw new IllegalArgumentException(
          "copies must be 1 to %d, not %d".formatted(MAX_COPIES, count));
    }
    copies = count;
  }

  /** Delivers an event now, or later if the session is down. */
  synchronized void dispatch(Consumer<Listener> event) {
    for (int i = 0; i < copies; i++) {
      if (up) {
        deliver(event);
      } else if (held.size() < MAX_HELD) {
        held.add(event);
      }
    }
  }

  /** Delivers an event of the session itself at once, and only one copy. */
  void deliver(Consumer<Listener> event) {
    try {
      delivery.execute(() -> subscribers.forEach(subscriber -> subscriber.receive(event)));
    } catch (RejectedExecutionException e) {
      LOG.debug("The fake main gateway is closed: an event was not delivered.");
    }
  }

  synchronized boolean isUp() {
    return up;
  }

  /** Marks the session as down. */
  synchronized void lose() {
    up = false;
    deliver(Listener::sessionLost);
  }

  /** Resumes the session: delivers the held events, then notifies the listeners of the resume. */
  synchronized void resume() {
    replay();
    deliver(Listener::sessionResumed);
  }

  /** Discards the held events of the old session. */
  synchronized void forget() {
    held.clear();
  }

  /** Starts a new session. */
  synchronized void begin() {
    deliver(Listener::sessionStarted);
    replay();
  }

  private void replay() {
    up = true;
    held.forEach(this::deliver);
    held.clear();
  }

  /**
   * Waits until the listeners have received all events so far. Does not wait when a listener calls
   * it.
   */
  void awaitDelivery() {
    if (thread.isCurrent()) {
      return;
    }
    try {
      delivery.submit(() -> {}).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("The fake main gateway is closed: its listeners receive no more events.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "Interrupted while the fake main gateway delivers events.", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "A listener of the fake main gateway did not return within 10 seconds.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("An empty task failed unexpectedly.", e);
    }
  }

  /**
   * Stops the delivery and waits for the end of the thread. Does not wait when called on that
   * thread.
   */
  void close() {
    delivery.shutdownNow();
    subscribers.clear();
    thread.awaitEnd(LIMIT);
  }
}
