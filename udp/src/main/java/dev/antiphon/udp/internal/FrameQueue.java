package dev.antiphon.udp.internal;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of frames from many threads to the event loop. The event loop never waits for a
 * lock.
 *
 * <p>{@link #discard} begins a new period. Frames whose producer read an earlier period are dropped
 * and counted, also if they are added later.
 *
 * <p>Invariant: the number of permits equals the number of slots that are empty and not reserved. A
 * producer first takes a permit and then a ticket. The slot of the ticket is then empty. The
 * consumer empties a slot before it returns the permit.
 */
class FrameQueue {
  private final AtomicReferenceArray<Entry> slots;
  private final Semaphore permits;
  private final AtomicLong tickets = new AtomicLong();
  private volatile long taken;
  private final AtomicInteger period = new AtomicInteger();
  private final AtomicLong discarded = new AtomicLong();
  private volatile boolean closed;

  /** A frame, and the period in which its producer began to add it. */
  private static final class Entry {
    private final byte[] frame;
    private final int period;

    Entry(byte[] frame, int period) {
      this.frame = frame;
      this.period = period;
    }
  }

  FrameQueue(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException(
          "The capacity of a frame queue must be at least 1, not " + capacity);
    }
    slots = new AtomicReferenceArray<>(capacity);
    permits = new Semaphore(capacity);
  }

  /**
   * Waits for free space and adds the frame.
   *
   * @param since the period in which the producer began
   * @return false if the queue is closed
   */
  boolean put(byte[] frame, int since) throws InterruptedException {
    if (closed) {
      return false;
    }
    permits.acquire();
    return add(frame, since);
  }

  /** The current period. A producer reads it before it reserves space. */
  int period() {
    return period.get();
  }

  /** Reserves space for one frame without waiting. Returns false if the queue is full. */
  boolean tryReserve() {
    return permits.tryAcquire();
  }

  /**
   * Adds a frame for which space was reserved.
   *
   * @param since the period in which the producer began
   * @return false if the queue is closed
   */
  boolean add(byte[] frame, int since) {
    if (closed) {
      permits.release(); // wakes the next blocked producer
      return false;
    }
    int slot = slot(tickets.getAndIncrement());
    Entry entry = new Entry(frame, since);
    slots.set(slot, entry);
    // close() may have read this slot while it was empty. Otherwise, close() has counted the frame.
    return !(closed && slots.compareAndSet(slot, entry, null));
  }

  /**
   * Removes and returns the oldest frame of this period, or returns null if there is none. It drops
   * the frames of earlier periods. Event loop only.
   */
  byte @Nullable [] poll() {
    for (Entry entry = remove(); entry != null; entry = remove()) {
      if (entry.period == period()) {
        return entry.frame;
      }
      discarded.incrementAndGet();
    }
    return null;
  }

  private @Nullable Entry remove() {
    long ticket = taken;
    int slot = slot(ticket);
    Entry entry = slots.get(slot);
    if (entry == null || !slots.compareAndSet(slot, entry, null)) {
      return null;
    }
    taken = ticket + 1;
    permits.release();
    return entry;
  }

  /** Begins a new period and drops the frames of earlier ones. Event loop only. */
  void discard() {
    period.incrementAndGet();
    discarded.addAndGet(dropUntil(tickets.get()));
  }

  /**
   * Drops the frames before this ticket. It stops at a frame that is still being added. Event loop
   * only.
   *
   * @return the number of dropped frames
   */
  int dropUntil(long ticket) {
    int dropped = 0;
    while (taken < ticket && remove() != null) {
      dropped++;
    }
    return dropped;
  }

  /** The number of frames that were dropped because of {@link #discard}. */
  long discarded() {
    return discarded.get();
  }

  /** The total number of frames that were added. */
  long ticketed() {
    return tickets.get();
  }

  /** The total number of frames that were removed. */
  long taken() {
    return taken;
  }

  int size() {
    return closed ? 0 : (int) Math.max(0, tickets.get() - taken);
  }

  boolean isClosed() {
    return closed;
  }

  /**
   * Closes and empties the queue, and wakes all blocked producers. Can be called on any thread.
   *
   * @return the number of dropped frames
   */
  int close() {
    closed = true;
    int dropped = 0;
    for (int slot = 0; slot < slots.length(); slot++) {
      if (slots.getAndSet(slot, null) != null) {
        dropped++;
      }
    }
    permits.release();
    return dropped;
  }

  private int slot(long ticket) {
    return (int) (ticket % slots.length());
  }
}
