package dev.antiphon.udp.internal;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The playback of one source, and the future of its caller.
 *
 * <p>Invariant: the source is closed exactly once, and never during another call of the source, on
 * any thread.
 */
final class Playback {
  private enum Phase {
    IDLE,
    READING,
    ENDED
  }

  private final FrameSource source;
  private final int period;
  private final CompletableFuture<Void> future = new CompletableFuture<>();
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.IDLE);
  private volatile @Nullable Throwable failure;

  /** {@code period} is the period of the queue in which the playback began. */
  Playback(FrameSource source, int period) {
    this.source = source;
    this.period = period;
  }

  int period() {
    return period;
  }

  CompletableFuture<Void> future() {
    return future;
  }

  /** Returns whether the source returns no more frames. */
  boolean isEnded() {
    return phase.get() == Phase.ENDED;
  }

  /**
   * Calls the source once. Event loop only.
   *
   * @return the frame of the source; null if it has no frame for this tick, or if {@link
   *     #isEnded()}
   */
  byte @Nullable [] nextFrame() {
    if (!phase.compareAndSet(Phase.IDLE, Phase.READING)) {
      return null;
    }
    byte @Nullable [] frame = null;
    boolean ended = true;
    try {
      ended = source.finished();
      if (!ended) {
        frame = source.nextFrame();
        requireSendable(frame);
      }
    } catch (Throwable e) { // exceptions of the source must not reach the clock
      ended = true;
      frame = null;
      failure = e;
    }
    if (ended) {
      phase.set(Phase.ENDED);
      closeSource();
    } else if (!phase.compareAndSet(Phase.READING, Phase.IDLE)) {
      closeSource();
      return null;
    }
    return frame;
  }

  private static void requireSendable(byte @Nullable [] frame) {
    if (frame != null) {
      OpusPacket.requireTwentyMilliseconds(frame);
    }
  }

  /** Stops the source before its end. Can be called on any thread. */
  void stop() {
    Phase before = phase.getAndSet(Phase.ENDED);
    if (before != Phase.ENDED) {
      failure = new CancellationException("The playback was stopped");
    }
    if (before == Phase.IDLE) {
      closeSource();
    }
  }

  /**
   * Stops the source, because its frames must not be sent any more. Its future fails at once. Event
   * loop only.
   */
  void discard() {
    if (phase.getAndSet(Phase.ENDED) != Phase.ENDED) {
      RuntimeException reason = source.discarded();
      failure = reason;
      closeSource();
      future.completeExceptionally(reason);
    }
  }

  /** Completes the future with the result of the playback. */
  void complete() {
    Throwable thrown = failure;
    if (thrown == null) {
      future.complete(null);
    } else {
      future.completeExceptionally(thrown);
    }
  }

  private void closeSource() {
    try {
      source.close();
    } catch (Throwable e) { // an earlier failure is reported; this exception is added as suppressed
      Throwable earlier = failure;
      if (earlier == null) {
        failure = e;
      } else if (earlier != e) { // the JDK refuses an exception that suppresses itself
        earlier.addSuppressed(e);
      }
    }
  }
}
