package dev.antiphon.udp.internal;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of frames from many threads to the event loop, which never waits for a lock.
 *
 * <p>Invariant: there are as many permits as slots that no frame stands in and none is promised to.
 * A producer first takes a permit and then a ticket, whose slot is thereby empty; the consumer
 * empties a slot before it gives the permit back.
 */
class FrameQueue {
  private final AtomicReferenceArray<byte[]> slots;
  private final Semaphore permits;
  private final AtomicLong tickets = new AtomicLong();
  private volatile long taken;
  private volatile boolean closed;

  FrameQueue(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("A frame queue holds at least 1 frame, not " + capacity);
    }
    slots = new AtomicReferenceArray<>(capacity);
    permits = new Semaphore(capacity);
  }

  /**
   * Waits for room and adds the frame.
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

  /** Whether there was room at once. */
  boolean tryReserve() {
    return permits.tryAcquire();
  }

  /**
   * Adds a frame for which room was reserved.
   *
   * @return false if the queue is closed
   */
  boolean add(byte[] frame) {
    if (closed) {
      permits.release(); // the next blocked producer is to see it too
      return false;
    }
    int slot = slot(tickets.getAndIncrement());
    slots.set(slot, frame);
    // close() may have passed over this slot while it was empty; if not, it has counted the frame.
    return !(closed && slots.compareAndSet(slot, frame, null));
  }

  /** The oldest frame, or null. Event loop only. */
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

  /** How many frames have been given a place since the beginning. */
  long ticketed() {
    return tickets.get();
  }

  /** How many frames have left through {@link #poll()}. */
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
   * Empties the queue and wakes all blocked producers. Any thread.
   *
   * @return how many frames were thrown away
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
