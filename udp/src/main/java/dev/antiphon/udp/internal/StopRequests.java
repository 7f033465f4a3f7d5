package dev.antiphon.udp.internal;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The requests to end the speech that are not complete. It is thread-safe. */
final class StopRequests {
  private final Queue<Stop> stops = new ConcurrentLinkedQueue<>();

  /**
   * A request to end the speech after the first {@code mark} frames were taken from the queue. It
   * also stops the source that was playing; {@code playing} is null if there was no source. {@code
   * dropped} is the number of dropped frames at the time of the request.
   */
  record Stop(
      long mark, @Nullable Playback playing, long dropped, CompletableFuture<Boolean> future) {
    private boolean isMet(long taken) {
      return mark <= taken && (playing == null || playing.isEnded());
    }

    void stopPlaying() {
      if (playing != null) {
        playing.stop();
      }
    }
  }

  void add(Stop stop) {
    stops.add(stop);
  }

  /** Returns whether the request was not complete. */
  boolean remove(Stop stop) {
    return stops.remove(stop);
  }

  boolean isEmpty() {
    return stops.isEmpty();
  }

  /** The oldest request, or null. */
  @Nullable Stop first() {
    return stops.peek();
  }

  /** The number of frames that must be taken from the queue for all requests. */
  long mark() {
    return stops.stream().mapToLong(Stop::mark).max().orElse(0);
  }

  /** Stops the sources of all requests. */
  void stopPlaying() {
    stops.forEach(Stop::stopPlaying);
  }

  /** Completes the requests that are met: with true if no frame was dropped since the request. */
  void completeMet(long taken, long dropped) {
    for (Stop stop = stops.peek(); stop != null && stop.isMet(taken); stop = stops.peek()) {
      if (stops.remove(stop)) {
        stop.future.complete(stop.dropped == dropped);
      }
    }
  }

  /** Fails all requests. */
  void fail(Throwable reason) {
    for (Stop stop = stops.poll(); stop != null; stop = stops.poll()) {
      stop.future.completeExceptionally(reason);
    }
  }
}
