package dev.antiphon;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application's listeners of one kind. The first exception or error of a listener is logged.
 * All of them are counted, and none of them leaves this class. It is thread-safe.
 */
final class ListenerList<L> {
  private static final Logger LOG = LoggerFactory.getLogger(ListenerList.class);

  private final String method;
  private final List<Registered> listeners = new CopyOnWriteArrayList<>();

  /** {@code method} is the method that adds these listeners. */
  ListenerList(String method) {
    this.method = method;
  }

  void add(L listener) {
    listeners.add(new Registered(Objects.requireNonNull(listener, "listener")));
  }

  /** The listeners, in the order in which they were added. */
  List<Registered> all() {
    return listeners;
  }

  /** One listener. */
  final class Registered {
    private final L listener;
    private final AtomicBoolean failedBefore = new AtomicBoolean();

    Registered(L listener) {
      this.listener = listener;
    }

    L listener() {
      return listener;
    }

    /** Calls the listener. {@code failures} counts an exception or error. */
    void call(Consumer<L> event, LongAdder failures) {
      try {
        event.accept(listener);
      } catch (Throwable e) {
        failed(e, failures);
      }
    }

    /** The listener threw this. */
    void failed(Throwable thrown, LongAdder failures) {
      failures.increment();
      if (failedBefore.compareAndSet(false, true)) {
        LOG.warn(
            "a listener of {} threw an exception; its later ones are only counted", method, thrown);
      }
    }
  }
}
