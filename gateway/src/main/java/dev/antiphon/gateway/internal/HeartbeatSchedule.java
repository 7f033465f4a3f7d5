package dev.antiphon.gateway.internal;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When heartbeats go out and what their answers mean.
 *
 * <p>Beats keep to the slots {@code first + n × interval}; slots that passed while the loop was
 * busy are left out, so that a stall is never mistaken for a silent server. A beat that was slept
 * through begins the slots anew: what wakes up with the process, such as its network, has a full
 * interval for the answer. Only scheduled beats count as unanswered; an answer to any beat clears
 * the count. Everything runs on the loop, save {@link #roundTrip}.
 */
final class HeartbeatSchedule {
  /**
   * A beat handled later than this was slept through: the process was suspended, not the server.
   */
  static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** How many beats are remembered; an answer to an older one counts as unknown. */
  private static final int REMEMBERED = 16;

  /** What the schedule needs of the socket. */
  interface Socket {
    void beat(long nonce);

    void missed(int unanswered);

    /** False while reading is paused: answers cannot be seen, so none can be missed. */
    boolean reading();
  }

  private record Beat(long nonce, long sentAt) {}

  private final EventExecutor loop;
  private final Ticker ticker;
  private final DoubleSupplier jitter;
  private final int tolerated;
  private final Socket socket;
  private final SocketCounters counters;

  private final Deque<Beat> waiting = new ArrayDeque<>();
  private long lastNonce;
  private int unanswered;
  private long interval;
  private long due;
  private @Nullable Future<?> timer;
  private volatile @Nullable Duration roundTrip;

  HeartbeatSchedule(
      EventExecutor loop,
      DoubleSupplier jitter,
      int tolerated,
      Socket socket,
      SocketCounters counters) {
    this.loop = loop;
    this.ticker = loop.ticker();
    this.jitter = jitter;
    this.tolerated = tolerated;
    this.socket = socket;
    this.counters = counters;
  }

  /** Beats that are due already stay due: a peer must not put them off by repeating itself. */
  void start(Duration newInterval) {
    boolean beating = timer != null;
    stop();
    interval = newInterval.toNanos();
    long first = ticker.nanoTime() + (long) (jitter.getAsDouble() * interval);
    due = beating ? Math.min(due, first) : first;
    unanswered = beating ? unanswered : 0;
    arm();
  }

  void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  void beatNow() {
    long nonce = ++lastNonce;
    if (waiting.size() == REMEMBERED) {
      waiting.removeFirst();
    }
    waiting.addLast(new Beat(nonce, ticker.nanoTime()));
    counters.heartbeats.increment();
    socket.beat(nonce);
  }

  /** Whether the nonce is that of a beat that waits for its answer. */
  boolean acknowledged(long nonce) {
    if (waiting.stream().noneMatch(beat -> beat.nonce() == nonce)) {
      counters.unknownAcknowledgements.increment();
      return false;
    }
    Beat beat = waiting.removeFirst();
    while (beat.nonce() != nonce) {
      beat = waiting.removeFirst();
    }
    roundTrip = Duration.ofNanos(ticker.nanoTime() - beat.sentAt());
    unanswered = 0;
    counters.acknowledged.increment();
    return true;
  }

  Optional<Duration> roundTrip() {
    return Optional.ofNullable(roundTrip);
  }

  private void arm() {
    long delay = Math.max(0, due - ticker.nanoTime());
    timer = loop.schedule(this::slot, delay, TimeUnit.NANOSECONDS);
  }

  private void slot() {
    long now = ticker.nanoTime();
    long lateness = now - due;
    boolean late = lateness > LATE_NANOS;
    if (late) {
      counters.lateHeartbeats.increment();
    }
    if (late || !socket.reading()) {
      unanswered = 0;
    } else if (unanswered > tolerated) {
      timer = null;
      socket.missed(unanswered);
      return;
    } else {
      unanswered++;
    }
    due = late ? now + interval : due + interval * (1 + Math.max(0, lateness) / interval);
    arm();
    beatNow();
  }
}
