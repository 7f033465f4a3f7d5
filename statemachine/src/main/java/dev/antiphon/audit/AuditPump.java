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
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes entries to a sink on a dedicated thread, so that connections never wait for the sink.
 *
 * <p>Invariant: the sink receives the entries in order. If entries are missing because the queue
 * was full or the sink failed, the sink receives a gap with their exact number.
 *
 * <p>A connection has a share of the queue and of the lines. What exceeds it is not queued. The
 * sink receives an {@link AuditEntry.Skipped} with its number.
 */
public final class AuditPump implements AutoCloseable {

  /** The name of the thread. */
  public static final String THREAD = "antiphon-audit";

  /** The default capacity of the queue. */
  public static final int CAPACITY = 8_192;

  private static final Logger LOG = LoggerFactory.getLogger(AuditPump.class);
  private static final int BATCH = 512;
  private static final int SHARES = 8;
  private static final int SKIPPED_MILLIS = 1_000;
  private static final int PAUSES = 5;
  private static final int PAUSE_MILLIS = 20;
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  /** An entry that wakes the waiting thread. The sink never receives this entry. */
  private static final AuditEntry WAKE = new AuditEntry.Gap(Instant.EPOCH, 0);

  private final AuditSink sink;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final BlockingQueue<AuditEntry> queue;
  private final AuditShares shares;
  private final int enough;
  private final Thread thread;
  private final AtomicLong lost = new AtomicLong();
  private final Object losing = new Object();
  private long waitingLost;
  private Instant lostSince = Instant.MIN;
  private long sharesCheckedAt;
  private long unwritten;
  private Instant unwrittenSince = Instant.MIN;
  private volatile boolean closed;

  /** Starts the thread as a daemon. */
  public AuditPump(AuditSink sink, Clock clock) {
    this(sink, clock, System::nanoTime, CAPACITY, CAPACITY / SHARES);
  }

  AuditPump(AuditSink sink, Clock clock, int capacity) {
    this(sink, clock, System::nanoTime, capacity, Integer.MAX_VALUE);
  }

  AuditPump(AuditSink sink, Clock clock, LongSupplier nanoTime, int capacity, int mostWaiting) {
    this.sink = sink;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.queue = new LinkedBlockingQueue<>(capacity);
    this.shares = new AuditShares(mostWaiting);
    this.sharesCheckedAt = nanoTime.getAsLong();
    this.enough = capacity / 8;
    this.thread = new Thread(this::run, THREAD);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Queues an entry without waiting. Callable from any thread. It has no effect after {@link
   * #close}.
   */
  public void accept(AuditEntry entry) {
    if (closed) {
      return;
    }
    Optional<AuditEntry.Subject> subject = AuditEntries.subject(entry);
    if (subject.isPresent()) {
      acceptWithinShare(subject.get(), entry);
    } else if (!offer(entry)) {
      lose(1);
    }
  }

  private boolean offer(AuditEntry entry) {
    return !waitsForRoom() && queue.offer(entry);
  }

  private void acceptWithinShare(AuditEntry.Subject subject, AuditEntry entry) {
    long now = nanoTime.getAsLong();
    while (true) {
      AuditShares.Share share = shares.of(subject, now);
      synchronized (share) {
        if (share.isUsable()) {
          acceptWithin(share, entry, now);
          return;
        }
      }
    }
  }

  private void acceptWithin(AuditShares.Share share, AuditEntry entry, long now) {
    boolean first = !shares.isExceeded();
    if (!share.admits(AuditEntries.outcome(entry), entry.at(), now)) {
      if (first) {
        queue.offer(WAKE); // the thread must not wait without a limit now
      }
      return;
    }
    Optional<AuditEntry.Skipped> skipped = share.takeSkipped();
    if (skipped.isPresent() && !offer(skipped.get())) {
      share.putBack(skipped.get());
      share.dequeued();
      lose(1);
    } else if (!offer(entry)) {
      share.dequeued();
      lose(1);
    }
  }

  /** The number of entries that were not queued because connections exceeded their share. */
  public long skipped() {
    return shares.skipped();
  }

  /** The number of lost entries so far, without the skipped ones. */
  public long lost() {
    return lost.get();
  }

  /**
   * Whether a gap still waits for a place in the queue. No later entry can be queued before that
   * gap.
   */
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

  private void lose(long count) {
    synchronized (losing) {
      if (waitingLost == 0) {
        lostSince = clock.instant();
      }
      waitingLost += count;
      lost.addAndGet(count);
    }
  }

  private void run() {
    List<AuditEntry> batch = new ArrayList<>(BATCH);
    try {
      while (!(closed && queue.isEmpty())) {
        batch.add(next());
        collectMore();
        queue.drainTo(batch, BATCH - 1);
        batch.removeIf(entry -> entry == WAKE);
        batch.forEach(this::writeQueued);
        batch.clear();
        if (queue.isEmpty()) {
          takeWaitingGap().ifPresent(this::write);
          writeSkipped(false);
          flush();
        }
      }
      writeSkipped(true);
      takeWaitingGap().ifPresent(this::write);
      writeUnwritten();
      flush();
    } catch (InterruptedException e) {
      LOG.warn("{} was interrupted; {} audit entries are lost", thread, queue.size());
    }
  }

  /** Waits for an entry. Returns after a while if skipped entries must be written then. */
  private AuditEntry next() throws InterruptedException {
    if (!shares.isExceeded()) {
      return queue.take();
    }
    AuditEntry next = queue.poll(SKIPPED_MILLIS, TimeUnit.MILLISECONDS);
    return next == null ? WAKE : next;
  }

  private void writeQueued(AuditEntry entry) {
    if (!(entry instanceof AuditEntry.Skipped)) {
      AuditEntries.subject(entry).ifPresent(shares::dequeued);
    }
    write(entry);
  }

  private void writeSkipped(boolean all) {
    long now = nanoTime.getAsLong();
    if (all || now - sharesCheckedAt > TimeUnit.MILLISECONDS.toNanos(SKIPPED_MILLIS)) {
      sharesCheckedAt = now;
      shares.takeSkipped(now, all).forEach(this::write);
    }
  }

  /**
   * Waits for more entries, because waking up the thread and flushing a file cost more than writing
   * one entry.
   */
  private void collectMore() throws InterruptedException {
    for (int pause = 0; pause < PAUSES && !closed && queue.size() < enough; pause++) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  /**
   * Writes an entry. Before this entry, writes a gap if the sink failed to write earlier entries.
   */
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

  /**
   * Counts a failed entry. Only the first failure in a row is logged, because with a full disk
   * every entry fails.
   */
  private void failed(AuditEntry entry, Throwable failure) {
    if (unwritten == 0) {
      LOG.error("the audit sink {} failed", sink.getClass().getSimpleName(), failure);
      unwrittenSince = entry.at();
    }
    long missing = AuditEntries.missing(entry);
    if (missing > 0) {
      unwritten += missing;
    } else {
      unwritten++;
      lost.incrementAndGet();
    }
  }

  private void flush() {
    try {
      sink.flush();
    } catch (Throwable failure) {
      LOG.error("the audit sink {} could not be flushed", sink.getClass().getSimpleName(), failure);
    }
  }

  /**
   * Takes the waiting gap if the queue is empty. So the gap does not wait for the next entry, which
   * may come much later.
   */
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

  private void writeUnwritten() {
    if (unwritten > 0) {
      AuditEntry gap = new AuditEntry.Gap(unwrittenSince, unwritten);
      unwritten = 0;
      write(gap);
    }
  }

  /** Writes the queued entries, for at most five seconds. It does not close the sink. */
  @Override
  public void close() {
    closed = true;
    queue.offer(WAKE);
    try {
      thread.join(CLOSE_LIMIT.toMillis());
      if (thread.isAlive()) {
        LOG.warn(
            "the audit sink {} did not finish in time; queued entries are lost",
            sink.getClass().getSimpleName());
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
