package dev.antiphon.testkit.discord;

import dev.antiphon.protocol.DiscordGateway.Listener;
import dev.antiphon.protocol.DiscordGateway.Subscription;
import dev.antiphon.testkit.internal.net.SoleThread;
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
 * What the double of the main gateway tells its listeners: on one thread, in order, and held back
 * while the main session is down. Thread-safe.
 */
final class Dispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /** So many events are held back; what exceeds them is lost. */
  private static final int MOST_HELD = 100_000;

  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final SoleThread thread = new SoleThread("antiphon-testkit-gateway");
  private final ExecutorService delivery = Executors.newSingleThreadExecutor(thread);
  private final Queue<Consumer<Listener>> held = new ArrayDeque<>();
  private boolean up = true;
  private int copies = 1;

  /** One subscription: a listener may be subscribed more than once. */
  private static final class Subscriber {
    private final Listener listener;

    Subscriber(Listener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
    }

    void hear(Consumer<Listener> event) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        LOG.warn("A listener of the main gateway's double threw: {}", e.toString());
        LOG.debug("Thrown by the listener", e);
      }
    }
  }

  Subscription subscribe(Listener listener) {
    Subscriber subscriber = new Subscriber(listener);
    subscribers.add(subscriber);
    return () -> subscribers.remove(subscriber);
  }

  /** Each event is told so often from now on. */
  synchronized void copies(int count) {
    copies = count;
  }

  /** Tells of something, once the session is up. */
  synchronized void tell(Consumer<Listener> event) {
    for (int i = 0; i < copies; i++) {
      if (up) {
        announce(event);
      } else if (held.size() < MOST_HELD) {
        held.add(event);
      }
    }
  }

  /** Tells of the session itself, once and at once. */
  void announce(Consumer<Listener> event) {
    try {
      delivery.execute(() -> subscribers.forEach(subscriber -> subscriber.hear(event)));
    } catch (RejectedExecutionException e) {
      LOG.debug("The main gateway's double is closed; an event is not delivered.");
    }
  }

  synchronized boolean isUp() {
    return up;
  }

  /** The session is down. */
  synchronized void lose() {
    up = false;
    announce(Listener::sessionLost);
  }

  /** The session goes on: what was missed is replayed, then Discord says that it is resumed. */
  synchronized void resume() {
    replay();
    announce(Listener::sessionResumed);
  }

  /** The session is over, and what it would have told of. */
  synchronized void forget() {
    held.clear();
  }

  /** A new session is up. */
  synchronized void begin() {
    announce(Listener::sessionStarted);
    replay();
  }

  private void replay() {
    up = true;
    held.forEach(this::announce);
    held.clear();
  }

  /** Waits until the listeners have heard all that was told so far, unless called by one. */
  void settle() {
    if (thread.isCurrent()) {
      return;
    }
    try {
      delivery.submit(() -> {}).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("The main gateway's double is closed; nobody hears it any more.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the main gateway's double speaks.", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "A listener of the main gateway's double does not return.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("An empty task does not fail.", e);
    }
  }

  /** Delivers nothing more and waits for the thread, unless called on it. */
  void close() {
    delivery.shutdownNow();
    subscribers.clear();
    thread.awaitEnd(LIMIT);
  }
}
