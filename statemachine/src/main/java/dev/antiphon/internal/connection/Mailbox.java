package dev.antiphon.internal.connection;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The bounded queue for all inputs of one connection. The inputs are handled one after another on
 * the connection's event loop.
 *
 * <p>Invariant: an accepted input is never dropped. When the queue is almost full, the WebSocket
 * stops reading. The reserved space is for commands, the main gateway and timers. {@link #offer}
 * refuses an input only when the capacity is reached.
 */
final class Mailbox<E> {
  /**
   * The maximum number of events per turn of the loop. Between the turns, the loop runs its timers,
   * such as the 20 ms clock, and its other connections.
   */
  private static final int BATCH = 64;

  private final int capacity;
  private final int highWater;
  private final LoopTurns turns;
  private final Consumer<E> handler;
  private final BackPressure backPressure;
  private final Queue<E> events = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final AtomicBoolean paused = new AtomicBoolean();
  private boolean reportedPause;

  /**
   * Creates a mailbox. The WebSocket pauses when only {@code reserved} places of {@code capacity}
   * are free.
   */
  Mailbox(
      int capacity, int reserved, LoopTurns turns, Consumer<E> handler, BackPressure backPressure) {
    this.capacity = capacity;
    this.highWater = capacity - reserved;
    this.turns = turns;
    this.handler = handler;
    this.backPressure = backPressure;
  }

  /** Queues an event. Returns false if the mailbox is full. Callable from any thread. */
  boolean offer(E event) {
    if (size.incrementAndGet() > capacity) {
      size.decrementAndGet();
      return false;
    }
    enqueue(event);
    return true;
  }

  /**
   * Queues an event even if the mailbox is full. It is for sources with a limit: the WebSocket
   * pauses, and there is only one timer of each kind. It is also for commands to leave, which must
   * never be refused.
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
      if (turns.inside().getAsBoolean()) {
        // Immediately: otherwise the rest of a burst that the WebSocket has read would still
        // arrive.
        updateBackPressure();
      } else {
        run(turns.current(), this::updateBackPressure);
      }
    }
    schedule(turns.current());
  }

  private void schedule(Executor turn) {
    if (scheduled.compareAndSet(false, true)) {
      run(turn, this::drain);
    }
  }

  /**
   * Runs the task on the loop. If the loop has stopped, its connection ends too: all events are
   * dropped.
   */
  private void run(Executor turn, Runnable work) {
    try {
      turn.execute(work);
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
      // In a finally block, so that later events are handled even if a handler throws an exception.
      if (size.get() <= highWater / 2 && paused.compareAndSet(true, false)) {
        updateBackPressure();
      }
      scheduled.set(false);
      if (!events.isEmpty()) {
        schedule(turns.next());
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
   * Pauses or resumes the WebSocket. Runs on the loop only. A slow producer thread could otherwise
   * request a pause after the loop has requested to resume, and the WebSocket would never resume.
   */
  private void updateBackPressure() {
    boolean pause = paused.get();
    if (pause == reportedPause) {
      return;
    }
    reportedPause = pause;
    if (pause) {
      backPressure.pauseReading();
    } else {
      backPressure.resumeReading();
    }
  }
}
