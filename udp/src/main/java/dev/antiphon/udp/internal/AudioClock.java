package dev.antiphon.udp.internal;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The 20 ms clock of one event loop. One timer serves all UDP paths of the loop.
 *
 * <p>Ticks occur every 20 ms. The number of a tick is the elapsed time since the creation of the
 * clock, in ticks. It also increases while there is no listener and no timer. If the loop is late
 * by fewer than {@value #STALL} ticks, the clock calls the listeners for each late tick. If the
 * loop is later, the clock skips the late ticks, and calls the listeners for the last tick only.
 * Therefore RTP timestamps can be computed from the number of a tick.
 *
 * <p>The time comes from the loop's {@link Ticker}. All methods except the counters must be called
 * on the loop.
 */
public final class AudioClock {
  /** The length of a tick in nanoseconds. */
  public static final long TICK_NANOS = 20_000_000;

  /** The number of late ticks from which the clock skips them. */
  public static final int STALL = 5;

  private static final Logger LOG = LoggerFactory.getLogger(AudioClock.class);

  /** A listener that is called at every tick. */
  public interface Listener {
    /**
     * Called at a tick. The number is higher than the number of the previous tick.
     *
     * @param number the number of ticks since the creation of the clock
     */
    void tick(long number);
  }

  private final EventLoop loop;
  private final Ticker ticker;
  private final long origin;
  private final AtomicLong caughtUp = new AtomicLong();
  private final AtomicLong shifted = new AtomicLong();

  /**
   * The array is replaced, never modified, so that listeners can be added and removed while the
   * clock calls them.
   */
  private Listener[] listeners = {};

  private long served;
  private @Nullable Future<?> timer;

  /** Creates a clock for this loop. Tick 0 is now. Can be called on any thread. */
  public AudioClock(EventLoop loop) {
    this.loop = Objects.requireNonNull(loop, "loop");
    this.ticker = loop.ticker();
    this.origin = ticker.nanoTime();
  }

  /**
   * Adds a listener that is called at every later tick. The same listener must not be added twice.
   *
   * @return the number of the current tick. The listener can still be called for late ticks up to
   *     this number, which were due before it was added.
   */
  public long add(Listener listener) {
    long now = elapsedTicks();
    if (listeners.length == 0) {
      served = now;
    }
    Listener[] more = Arrays.copyOf(listeners, listeners.length + 1);
    more[listeners.length] = listener;
    listeners = more;
    if (timer == null) {
      schedule();
    }
    return now;
  }

  /** Removes a listener. The timer stops when no listener is left. */
  public void remove(Listener listener) {
    listeners =
        Arrays.stream(listeners).filter(other -> other != listener).toArray(Listener[]::new);
    if (listeners.length == 0 && timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  /** The number of late ticks for which the listeners were called. Can be called on any thread. */
  public long caughtUp() {
    return caughtUp.get();
  }

  /** The number of late ticks that were skipped. Can be called on any thread. */
  public long shifted() {
    return shifted.get();
  }

  private void run() {
    timer = null;
    long due = elapsedTicks();
    long missed = due - served - 1;
    if (missed >= STALL) {
      shifted.addAndGet(missed);
      served = due - 1;
    } else if (missed > 0) {
      caughtUp.addAndGet(missed);
    }
    while (served < due && listeners.length > 0) {
      served++;
      serve(served);
    }
    if (listeners.length > 0 && timer == null) {
      schedule();
    }
  }

  private void serve(long number) {
    for (Listener listener : listeners) {
      try {
        listener.tick(number);
      } catch (Throwable e) { // an error of one path must not stop the other paths
        LOG.warn("A listener of the audio clock threw an exception", e);
      }
    }
  }

  private void schedule() {
    long next = origin + (served + 1) * TICK_NANOS;
    timer = loop.schedule(this::run, next - ticker.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private long elapsedTicks() {
    return (ticker.nanoTime() - origin) / TICK_NANOS;
  }
}
