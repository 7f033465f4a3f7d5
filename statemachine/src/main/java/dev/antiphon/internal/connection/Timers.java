package dev.antiphon.internal.connection;

import dev.antiphon.flow.FlowTimer;
import dev.antiphon.internal.flow.VoiceEvent;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The timers of the flow, at most one of each kind. Runs on the event loop only.
 *
 * <p>If a timer fires more than {@link #SUSPENDED} too late, the process was probably suspended.
 * That does not show that the peer is silent. So the timer starts again with its full duration. The
 * deadlines of the application's requests and of a lost connection never start again.
 */
final class Timers {
  private static final Duration SUSPENDED = Duration.ofSeconds(5);
  private static final Set<FlowTimer> FINAL = Set.of(FlowTimer.DECIDE, FlowTimer.RECOVERY);

  private final EventLoop loop;
  private final EventSink events;
  private final Map<FlowTimer, ScheduledFuture<?>> running = new EnumMap<>(FlowTimer.class);

  Timers(EventLoop loop, EventSink events) {
    this.loop = loop;
    this.events = events;
  }

  void start(FlowTimer timer, int generation, Duration delay) {
    stop(timer);
    long due = loop.ticker().nanoTime() + delay.toNanos();
    running.put(
        timer,
        loop.schedule(
            () -> fire(timer, generation, delay, due), delay.toNanos(), TimeUnit.NANOSECONDS));
  }

  void stop(FlowTimer timer) {
    ScheduledFuture<?> scheduled = running.remove(timer);
    if (scheduled != null) {
      scheduled.cancel(false);
    }
  }

  void stopAll() {
    for (FlowTimer timer : FlowTimer.values()) {
      stop(timer);
    }
  }

  int running() {
    return running.size();
  }

  private void fire(FlowTimer timer, int generation, Duration delay, long due) {
    boolean late = loop.ticker().nanoTime() - due > SUSPENDED.toNanos();
    if (late && !FINAL.contains(timer)) {
      start(timer, generation, delay);
      return;
    }
    running.remove(timer);
    events.accept(new VoiceEvent.TimerFired(timer, generation));
  }
}
