package dev.antiphon;

/** The way of Opus frames out of the application. Safe for use by any number of threads. */
public interface OpusSender {

  /**
   * Queues one Opus packet of 20 ms, waiting while the queue is full. The frame is copied.
   *
   * @throws UnsupportedFrameException if it is not one packet of 20 ms
   * @throws IllegalStateException if the connection has ended, or ends meanwhile
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  void send(byte[] frame) throws InterruptedException;

  /**
   * Queues one Opus packet of 20 ms if there is room. The frame is copied.
   *
   * @return whether there was room
   * @throws UnsupportedFrameException if it is not one packet of 20 ms
   * @throws IllegalStateException if the connection has ended
   */
  boolean offer(byte[] frame);
}
