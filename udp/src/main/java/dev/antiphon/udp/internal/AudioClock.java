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
 * The 20 ms clock of one event loop, which serves all of the loop's paths in one pass.
 *
 * <p>Ticks lie on a fixed grid and are numbered by the time elapsed since the clock was made, also
 * while nobody listens and no timer runs. A loop that comes late by fewer than {@value #STALL}
 * ticks serves each of them; one that comes later gives the missed ones up and serves the last. So
 * the number of a tick always tells the time, and RTP timestamps can be read from it.
 *
 * <p>Time is the loop's own {@link Ticker}. All methods but the counters are called on the loop.
 */
public final class AudioClock {
  /** Length of a tick in nanoseconds. */
  public static final long TICK_NANOS = 20_000_000;

  /** Missed ticks from which on they are given up. */
  public static final int STALL = 5;

  private static final Logger LOG = LoggerFactory.getLogger(AudioClock.class);

  /** Who is called at every tick. */
  public interface Listener {
    /**
     * One tick; its number is higher than that of the tick before.
     *
     * @param number ticks since the clock was made
     */
    void tick(long number);
  }

  private final EventLoop loop;
  private final Ticker ticker;
  private final long origin;
  private final AtomicLong caughtUp = new AtomicLong();
  private final AtomicLong shifted = new AtomicLong();

  /** Replaced, never changed, so that a pass is not disturbed by who comes and goes in it. */
  private Listener[] listeners = {};

  private long served;
  private @Nullable Future<?> timer;

  /** A clock for this loop, whose tick 0 is now. Any thread. */
  public AudioClock(EventLoop loop) {
    this.loop = Objects.requireNonNull(loop, "loop");
    this.ticker = loop.ticker();
    this.origin = ticker.nanoTime();
  }

  /**
   * Calls the listener at every tick from now on. The same listener must not be added twice.
   *
   * @return the number of the present tick; the listener may still be called for late ticks up to
   *     it, which were due before it came
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

  /** Calls the listener no more. The timer stops with the last listener. */
  public void remove(Listener listener) {
    listeners =
        Arrays.stream(listeners).filter(other -> other != listener).toArray(Listener[]::new);
    if (listeners.length == 0 && timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  /** Late ticks that were served. Any thread. */
  public long caughtUp() {
    return caughtUp.get();
  }

  /** Late ticks that were given up. Any thread. */
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
      } catch (Throwable e) { // one path's fault must not silence the others
        LOG.warn("A path failed at a tick", e);
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
