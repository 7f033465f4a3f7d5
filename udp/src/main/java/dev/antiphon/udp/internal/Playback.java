package dev.antiphon.udp.internal;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One source being played, and the future that its player holds.
 *
 * <p>Invariant: the source is closed exactly once and never while it is asked, whichever thread
 * gives it up.
 */
final class Playback {
  private enum Phase {
    RESTING,
    ASKING,
    OVER
  }

  private final FrameSource source;
  private final CompletableFuture<Void> future = new CompletableFuture<>();
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.RESTING);
  private volatile @Nullable Throwable failure;

  Playback(FrameSource source) {
    this.source = source;
  }

  CompletableFuture<Void> future() {
    return future;
  }

  /** Whether no frame will come from it any more. */
  boolean isOver() {
    return phase.get() == Phase.OVER;
  }

  /**
   * Asks the source once. Event loop only.
   *
   * @return its frame; null if it has none for this tick, or {@link #isOver()}
   */
  byte @Nullable [] ask() {
    if (!phase.compareAndSet(Phase.RESTING, Phase.ASKING)) {
      return null;
    }
    byte @Nullable [] frame = null;
    boolean over = true;
    try {
      over = source.finished();
      if (!over) {
        frame = source.nextFrame();
        requireSendable(frame);
      }
    } catch (Throwable e) { // whatever a source throws must not reach the clock
      over = true;
      frame = null;
      failure = e;
    }
    if (over) {
      phase.set(Phase.OVER);
      closeSource();
    } else if (!phase.compareAndSet(Phase.ASKING, Phase.RESTING)) {
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

  /** Gives the source up before its end. Any thread. */
  void stop() {
    Phase before = phase.getAndSet(Phase.OVER);
    if (before != Phase.OVER) {
      failure = new CancellationException("The playing was stopped");
    }
    if (before == Phase.RESTING) {
      closeSource();
    }
  }

  /** Tells the player how it ended. */
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
    } catch (Throwable e) { // the end that is already under way is told, with this beside it
      Throwable earlier = failure;
      if (earlier == null) {
        failure = e;
      } else {
        earlier.addSuppressed(e);
      }
    }
  }
}
