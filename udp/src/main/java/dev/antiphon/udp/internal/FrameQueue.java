package dev.antiphon.udp.internal;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of frames from many threads to the event loop. The event loop never waits for a
 * lock.
 *
 * <p>Invariant: the number of permits equals the number of slots that are empty and not reserved. A
 * producer first takes a permit and then a ticket. The slot of the ticket is then empty. The
 * consumer empties a slot before it returns the permit.
 */
class FrameQueue {
  private final AtomicReferenceArray<byte[]> slots;
  private final Semaphore permits;
  private final AtomicLong tickets = new AtomicLong();
  private volatile long taken;
  private volatile boolean closed;

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
   * @return false if the queue is closed
   */
  boolean put(byte[] frame) throws InterruptedException {
    if (closed) {
      return false;
    }
    permits.acquire();
    return add(frame);
  }

  /** Reserves space for one frame without waiting. Returns false if the queue is full. */
  boolean tryReserve() {
    return permits.tryAcquire();
  }

  /**
   * Adds a frame for which space was reserved.
   *
   * @return false if the queue is closed
   */
  boolean add(byte[] frame) {
    if (closed) {
      permits.release(); // wakes the next blocked producer
      return false;
    }
    int slot = slot(tickets.getAndIncrement());
    slots.set(slot, frame);
    // close() may have read this slot while it was empty. Otherwise, close() has counted the frame.
    return !(closed && slots.compareAndSet(slot, frame, null));
  }

  /**
   * Removes and returns the oldest frame, or returns null if the queue is empty. Event loop only.
   */
  byte @Nullable [] poll() {
    long ticket = taken;
    int slot = slot(ticket);
    byte[] frame = slots.get(slot);
    if (frame == null || !slots.compareAndSet(slot, frame, null)) {
      return null;
    }
    taken = ticket + 1;
    permits.release();
    return frame;
  }

  /** The total number of frames that were added. */
  long ticketed() {
    return tickets.get();
  }

  /** The total number of frames that {@link #poll()} returned. */
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
