package dev.antiphon.internal.connection;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The bounded queue through which every input of one connection goes, to be handled one at a time,
 * each to its end, on the owner's event loop.
 *
 * <p>Invariant: nothing that was accepted is dropped. When it is nearly full the source that can be
 * slowed down (the WebSocket) is told to pause; the places beyond are for commands, the main
 * gateway and timers, of which {@link #offer} refuses only what exceeds the capacity.
 */
final class Mailbox<E> {
  /**
   * How many events one pass over the loop handles, so that its other connections get their turn.
   */
  private static final int BATCH = 64;

  private final int capacity;
  private final int highWater;
  private final Executor loop;
  private final BooleanSupplier onLoop;
  private final Consumer<E> handler;
  private final BackPressure backPressure;
  private final Queue<E> events = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean paused = new AtomicBoolean();
  private boolean told;

  /**
   * A mailbox with {@code reserved} of its {@code capacity} kept free of the WebSocket's events.
   */
  Mailbox(
      int capacity,
      int reserved,
      Executor loop,
      BooleanSupplier onLoop,
      Consumer<E> handler,
      BackPressure backPressure) {
    this.capacity = capacity;
    this.highWater = capacity - reserved;
    this.loop = loop;
    this.onLoop = onLoop;
    this.handler = handler;
    this.backPressure = backPressure;
  }

  /** Accepts an event from any thread, unless the mailbox is full. */
  boolean offer(E event) {
    if (size.incrementAndGet() > capacity) {
      size.decrementAndGet();
      return false;
    }
    enqueue(event);
    return true;
  }

  /**
   * Accepts an event of a source that is bounded by itself: the WebSocket, which pauses, the
   * timers, of which there is one of each, and the commands to leave, which must never be refused.
   */
  void accept(E event) {
    size.incrementAndGet();
    enqueue(event);
  }

  int size() {
    return size.get();
  }

  private void enqueue(E event) {
    events.add(event);
    if (size.get() >= highWater && paused.compareAndSet(false, true)) {
      if (onLoop.getAsBoolean()) {
        // At once, or the rest of a burst that the WebSocket has read would come in all the same.
        regulate();
      } else {
        run(this::regulate);
      }
    }
    schedule();
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      run(this::drain);
    }
  }

  /** A loop that has ended takes nothing more; neither does the connection that it owned. */
  private void run(Runnable work) {
    try {
      loop.execute(work);
    } catch (RejectedExecutionException ended) {
      events.clear();
      size.set(0);
      scheduled.set(false);
    }
  }

  private void drain() {
    try {
      handleBatch();
    } finally {
      // Also when a handler throws: what waits behind it is handled all the same.
      if (size.get() <= highWater / 2 && paused.compareAndSet(true, false)) {
        regulate();
      }
      scheduled.set(false);
      if (!events.isEmpty()) {
        schedule();
      }
    }
  }

  private void handleBatch() {
    for (int handled = 0; handled < BATCH; handled++) {
      E event = events.poll();
      if (event == null) {
        return;
      }
      size.decrementAndGet();
      handler.accept(event);
    }
  }

  /**
   * Tells the source what holds now. On the loop alone: a producer that was slow to say "pause"
   * could say it after the loop has said "resume", and the source would rest for ever.
   */
  private void regulate() {
    boolean pause = paused.get();
    if (pause == told) {
      return;
    }
    told = pause;
    if (pause) {
      backPressure.pauseReading();
    } else {
      backPressure.resumeReading();
    }
  }
}
