package dev.antiphon;

/** Queues Opus frames for sending. It is thread-safe. */
public interface OpusSender {

  /**
   * Queues one Opus packet of 20 ms. Waits while the queue is full. The frame is copied.
   *
   * @throws UnsupportedFrameException if the frame is not one packet of 20 ms
   * @throws IllegalStateException if the connection has ended or ends during the wait
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  void send(byte[] frame) throws InterruptedException;

  /**
   * Queues one Opus packet of 20 ms if the queue is not full. The frame is copied. It never waits.
   *
   * @return true if the frame was queued, false if the queue was full
   * @throws UnsupportedFrameException if the frame is not one packet of 20 ms
   * @throws IllegalStateException if the connection has ended
   */
  boolean offer(byte[] frame);
}
