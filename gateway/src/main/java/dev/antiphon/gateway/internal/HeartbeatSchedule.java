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
 * Schedules heartbeats and evaluates their acknowledgements.
 *
 * <p>Heartbeats are due at the times {@code first + n × interval}. Times that pass while the event
 * loop is busy are skipped. Therefore a stall of the process does not count as a missing answer of
 * the server.
 *
 * <p>A heartbeat that is more than {@link #LATE_NANOS} late indicates that the process was
 * suspended. It starts a new schedule, because the network can need time after the process resumes.
 * The server then has a full interval for its answer.
 *
 * <p>Only scheduled heartbeats count as unanswered. An acknowledgement of any heartbeat resets the
 * count. All methods run on the event loop, except {@link #roundTrip}.
 */
final class HeartbeatSchedule {
  /** A heartbeat that is handled later than this was delayed by a suspension of the process. */
  static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /**
   * The number of heartbeats that wait for an acknowledgement. An acknowledgement of an older
   * heartbeat counts as unknown.
   */
  private static final int MAX_UNACKNOWLEDGED = 16;

  /** The methods of the socket that the schedule uses. */
  interface Socket {
    void beat(long nonce);

    void missed(int unanswered);

    /**
     * False while reading is paused. Acknowledgements then cannot be read, so no heartbeat counts
     * as unanswered.
     */
    boolean reading();
  }

  private record Beat(long nonce, long sentAt) {}

  private final EventExecutor loop;
  private final Ticker ticker;
  private final DoubleSupplier jitter;
  private final int tolerated;
  private final Socket socket;
  private final SocketCounters counters;

  private final Deque<Beat> unacknowledged = new ArrayDeque<>();
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

  /**
   * Starts the schedule, or changes its interval. A restart never delays the next heartbeat, so
   * that a peer cannot prevent heartbeats with repeated Hello messages.
   */
  void start(Duration newInterval) {
    boolean running = timer != null;
    stop();
    interval = newInterval.toNanos();
    long first = ticker.nanoTime() + (long) (jitter.getAsDouble() * interval);
    due = running ? Math.min(due, first) : first;
    unanswered = running ? unanswered : 0;
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
    if (unacknowledged.size() == MAX_UNACKNOWLEDGED) {
      unacknowledged.removeFirst();
    }
    unacknowledged.addLast(new Beat(nonce, ticker.nanoTime()));
    counters.heartbeats.increment();
    socket.beat(nonce);
  }

  /** Returns whether a heartbeat with this nonce waits for an acknowledgement. */
  boolean acknowledged(long nonce) {
    if (unacknowledged.stream().noneMatch(beat -> beat.nonce() == nonce)) {
      counters.unknownAcknowledgements.increment();
      return false;
    }
    Beat beat = unacknowledged.removeFirst();
    while (beat.nonce() != nonce) {
      beat = unacknowledged.removeFirst();
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
    timer = loop.schedule(this::onDue, delay, TimeUnit.NANOSECONDS);
  }

  private void onDue() {
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
