package dev.antiphon.internal.connection;

import dev.antiphon.dave.DaveEffect;
import dev.antiphon.dave.DaveEvent;
import dev.antiphon.dave.DaveRecord;
import dev.antiphon.dave.DaveSession;
import dev.antiphon.dave.DaveStatistics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One DAVE session on the worker threads. It handles its events in order. All events that wait are
 * handled in one turn, at most {@value #BATCH}, so waiting proposals are committed once. After each
 * turn other sessions have theirs.
 *
 * <p>Invariant: at most one turn is queued or runs. Each event is part of exactly one result.
 */
final class DaveWork {
  /** The maximum number of events of one turn. */
  static final int BATCH = 64;

  private static final Logger LOG = LoggerFactory.getLogger(DaveWork.class);

  /** The threads that run turns. */
  @FunctionalInterface
  interface Workers {
    /**
     * Runs a turn.
     *
     * @param urgent whether the turn begins with an event that sends a key package
     * @throws RejectedExecutionException if the threads have stopped
     */
    void execute(Runnable turn, boolean urgent);
  }

  /** Opens the session. */
  @FunctionalInterface
  interface Opening {
    /** Opens the session. {@code records} receives the records of its steps. */
    DaveSession open(List<DaveRecord> records);
  }

  /** Receives the results on the event loop. */
  interface Owner {
    /** The results of {@code events} events. */
    void handled(
        int events, List<DaveRecord> records, List<DaveEffect> effects, DaveStatistics all);

    /** The session is closed, or has failed with this exception. */
    void unhandled(int events, @Nullable Throwable failure);
  }

  /** An event and the time when it arrived, in nanoseconds. */
  private record Arrived(DaveEvent event, long nanos) {}

  private final Workers workers;
  private final Executor loop;
  private final Opening opening;
  private final Owner owner;
  private final Queue<Arrived> waiting = new ArrayDeque<>();
  private boolean running;
  private volatile boolean closed;

  /** Used in turns only. The same holds for {@link #records}. */
  private @Nullable DaveSession session;

  private List<DaveRecord> records = new ArrayList<>();

  /** A session that is opened with the first event. The owner is called on the event loop. */
  DaveWork(Workers workers, Executor loop, Opening opening, Owner owner) {
    this.workers = workers;
    this.loop = loop;
    this.opening = opening;
    this.owner = owner;
  }

  /** Handles the event after all earlier ones. {@code nanos} is the time when it arrived. */
  void add(DaveEvent event, long nanos) {
    boolean idle;
    synchronized (waiting) {
      waiting.add(new Arrived(event, nanos));
      idle = !running;
      running = true;
    }
    if (idle) {
      start(sendsKeyPackage(event));
    }
  }

  /** Skips all events that wait, and wipes the session. */
  void close() {
    closed = true;
    boolean idle;
    synchronized (waiting) {
      idle = !running;
      running = true;
    }
    if (idle) {
      start(false);
    }
  }

  private void start(boolean urgent) {
    try {
      workers.execute(this::turn, urgent);
    } catch (RejectedExecutionException stopped) {
      LOG.debug("events of the end-to-end encryption are dropped: its threads have stopped");
      if (mustWipe()) {
        wipe();
      }
    }
  }

  /** No turn runs any more. If the session is not closed yet, {@link #close} wipes it later. */
  private boolean mustWipe() {
    synchronized (waiting) {
      running = closed;
      return closed;
    }
  }

  private static boolean sendsKeyPackage(DaveEvent event) {
    return event instanceof DaveEvent.Begin
        || event instanceof DaveEvent.PrepareEpoch
        || event instanceof DaveEvent.RecoveryDue
        || event instanceof DaveEvent.KeysOverdue;
  }

  private void turn() {
    List<Arrived> batch = nextBatch();
    Runnable result;
    if (closed) {
      wipe();
      result = () -> owner.unhandled(batch.size(), null);
    } else {
      result = resultOf(batch);
    }
    deliver(result);
    Arrived next;
    synchronized (waiting) {
      next = waiting.peek();
      running = next != null || (closed && session != null);
      if (!running) {
        return;
      }
    }
    start(next != null && sendsKeyPackage(next.event()));
  }

  private List<Arrived> nextBatch() {
    List<Arrived> batch = new ArrayList<>();
    synchronized (waiting) {
      while (!waiting.isEmpty() && batch.size() < BATCH) {
        batch.add(waiting.remove());
      }
    }
    return batch;
  }

  private Runnable resultOf(List<Arrived> batch) {
    try {
      if (session == null) {
        session = opening.open(records);
      }
      List<DaveEvent> events = batch.stream().map(Arrived::event).toList();
      long nanos = batch.get(batch.size() - 1).nanos();
      List<DaveEffect> effects = new ArrayList<>(session.handle(events, nanos));
      if (events.stream().anyMatch(DaveEvent.Begin.class::isInstance)) {
        // This session may see no change, but listeners last received the previous session's state.
        effects.add(new DaveEffect.EncryptionChanged(session.encryption()));
      }
      DaveStatistics counted = session.statistics();
      List<DaveRecord> taken = List.copyOf(records);
      records.clear();
      return () -> owner.handled(batch.size(), taken, effects, counted);
    } catch (Throwable failure) {
      return () -> owner.unhandled(batch.size(), failure);
    }
  }

  private void deliver(Runnable result) {
    try {
      loop.execute(result);
    } catch (RejectedExecutionException ended) {
      LOG.debug("a result of the end-to-end encryption is dropped: its event loop has stopped");
    }
  }

  private void wipe() {
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
