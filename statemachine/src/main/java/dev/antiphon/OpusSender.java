package dev.antiphon;

/** Queues Opus frames for sending. It is thread-safe. */
public interface OpusSender {

  /**
   * Queues one Opus packet of 20 ms. Waits while the queue is full. The array is copied.
   *
   * @throws UnsupportedFrameException if the array is not exactly one Opus packet of 20 ms
   * @throws IllegalStateException if the connection has ended or ends during the wait
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  void send(byte[] frame) throws InterruptedException;

  /**
   * Queues one Opus packet of 20 ms if the queue is not full. The array is copied. It never waits.
   *
   * @return true if the packet was queued, false if the queue was full
   * @throws UnsupportedFrameException if the array is not exactly one Opus packet of 20 ms
   * @throws IllegalStateException if the connection has ended
   */
  boolean offer(byte[] frame);
}
