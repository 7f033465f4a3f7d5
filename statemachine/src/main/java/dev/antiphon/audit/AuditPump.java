package dev.antiphon.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings entries to a sink on a thread of its own, so that nobody who hands one over waits.
 *
 * <p>Invariant: the sink gets what was handed over in order; where something is missing, because
 * the queue was full or the sink failed, it gets a gap with the exact count instead.
 */
public final class AuditPump implements AutoCloseable {

  /** The name of every such thread. */
  public static final String THREAD = "antiphon-audit";

  /** How many entries may wait, unless another number is named. */
  public static final int CAPACITY = 8_192;

  private static final Logger LOG = LoggerFactory.getLogger(AuditPump.class);
  private static final int BATCH = 512;
  private static final int PAUSES = 5;
  private static final int PAUSE_MILLIS = 20;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  /** Says nothing; it only wakes a thread that waits for an entry. */
  private static final AuditEntry WAKE = new AuditEntry.Gap(Instant.EPOCH, 0);

  private final AuditSink sink;
  private final Clock clock;
  private final BlockingQueue<AuditEntry> queue;
  private final int enough;
  private final Thread thread;
  private final AtomicLong lost = new AtomicLong();
  private final Object losing = new Object();
  private long waitingLost;
  private Instant lostSince = Instant.MIN;
  private long unwritten;
  private Instant unwrittenSince = Instant.MIN;
  private volatile boolean closed;

  /** Starts the thread, a daemon. */
  public AuditPump(AuditSink sink, Clock clock) {
    this(sink, clock, CAPACITY);
  }

  AuditPump(AuditSink sink, Clock clock, int capacity) {
    this.sink = sink;
    this.clock = clock;
    this.queue = new LinkedBlockingQueue<>(capacity);
    this.enough = capacity / 8;
    this.thread = new Thread(this::run, THREAD);
    thread.setDaemon(true);
    thread.start();
  }

  /** Hands an entry over; from any thread, without waiting. After closing it means nothing. */
  public void accept(AuditEntry entry) {
    if (closed) {
      return;
    }
    if (waitsForRoom() || !queue.offer(entry)) {
      lose();
    }
  }

  /** How many entries have been lost so far. */
  public long lost() {
    return lost.get();
  }

  /** While a gap waits to be told, nothing may overtake it. */
  private boolean waitsForRoom() {
    if (lost.get() == 0) {
      return false;
    }
    synchronized (losing) {
      if (waitingLost == 0) {
        return false;
      }
      if (queue.offer(new AuditEntry.Gap(lostSince, waitingLost))) {
        waitingLost = 0;
        return false;
      }
      return true;
    }
  }

  private void lose() {
    synchronized (losing) {
      if (waitingLost == 0) {
        lostSince = clock.instant();
      }
      waitingLost++;
      lost.incrementAndGet();
    }
  }

  private void run() {
    List<AuditEntry> batch = new ArrayList<>(BATCH);
    try {
      while (!(closed && queue.isEmpty())) {
        batch.add(queue.take());
        collectMore();
        queue.drainTo(batch, BATCH - 1);
        batch.remove(WAKE);
        batch.forEach(this::write);
        batch.clear();
        if (queue.isEmpty()) {
          takeWaitingGap().ifPresent(this::write);
          flush();
        }
      }
      takeWaitingGap().ifPresent(this::write);
      tellUnwritten();
      flush();
    } catch (InterruptedException e) {
      LOG.warn("{} was interrupted; {} entries of the audit are lost", thread, queue.size());
    }
  }

  /**
   * Waking, and writing to a file, cost more than an entry: one that comes seldom waits a while.
   */
  private void collectMore() throws InterruptedException {
    for (int pause = 0; pause < PAUSES && !closed && queue.size() < enough; pause++) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /** What the sink could not write is told before what follows it. */
  private void write(AuditEntry entry) {
    try {
      if (unwritten > 0) {
        sink.write(new AuditEntry.Gap(unwrittenSince, unwritten));
        unwritten = 0;
      }
      sink.write(entry);
    } catch (Throwable failure) {
      failed(entry, failure);
    }
  }

  /** A disk that is full is full for thousands of entries: only the first is worth a line. */
  private void failed(AuditEntry entry, Throwable failure) {
    if (unwritten == 0) {
      LOG.error("the audit's {} failed", sink.getClass().getSimpleName(), failure);
      unwrittenSince = entry.at();
    }
    if (entry instanceof AuditEntry.Gap gap) {
      unwritten += gap.lost();
    } else {
      unwritten++;
      lost.incrementAndGet();
    }
  }

  private void flush() {
    try {
      sink.flush();
    } catch (Throwable failure) {
      LOG.error("the audit's {} could not be flushed", sink.getClass().getSimpleName(), failure);
    }
  }

  /** With nothing queued before it, it is told now: perhaps nobody hands anything over for long. */
  private Optional<AuditEntry> takeWaitingGap() {
    synchronized (losing) {
      if (waitingLost == 0 || !queue.isEmpty()) {
        return Optional.empty();
      }
      AuditEntry gap = new AuditEntry.Gap(lostSince, waitingLost);
      waitingLost = 0;
      return Optional.of(gap);
    }
  }

  private void tellUnwritten() {
    if (unwritten > 0) {
      AuditEntry gap = new AuditEntry.Gap(unwrittenSince, unwritten);
      unwritten = 0;
      write(gap);
    }
  }

  /** Lets what waits be written, five seconds at the most; the sink is left open. */
  @Override
  public void close() {
    closed = true;
    queue.offer(WAKE);
    try {
      thread.join(CLOSE_LIMIT.toMillis());
      if (thread.isAlive()) {
        LOG.warn("the audit's {} is too slow to end", sink.getClass().getSimpleName());
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
