package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.FlowTimer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The timers that a flow has started, on a clock that the test advances.
 *
 * <p>Invariant: at most one timer of each kind runs, and only a running timer is stopped. Timers
 * with equal due times fire in the order of their start.
 */
final class VirtualTimers {
  private record Running(FlowTimer timer, int generation, Duration due, long order) {}

  private final List<Running> running = new ArrayList<>();
  private Duration now = Duration.ZERO;
  private long armed;

  VirtualTimers() {}

  /** The same timers on the same clock. */
  VirtualTimers(VirtualTimers origin) {
    running.addAll(origin.running);
    now = origin.now;
    armed = origin.armed;
  }

  Duration now() {
    return now;
  }

  Set<FlowTimer> running() {
    return running.stream().map(Running::timer).collect(Collectors.toSet());
  }

  void start(Effect.StartTimer effect) {
    running.removeIf(timer -> timer.timer() == effect.timer());
    running.add(
        new Running(effect.timer(), effect.generation(), now.plus(effect.delay()), armed++));
  }

  void stop(Effect.StopTimer effect) {
    assertThat(remove(effect.timer(), effect.generation()))
        .as("%s of generation %d runs when it is stopped", effect.timer(), effect.generation())
        .isTrue();
  }

  /** Removes the timer, for example because it has fired. Returns whether it was running. */
  boolean remove(FlowTimer timer, int generation) {
    return running.removeIf(
        candidate -> candidate.timer() == timer && candidate.generation() == generation);
  }

  /** Advances to the next timer that is due until {@code then}, or to {@code then}. */
  Optional<VoiceEvent.TimerFired> nextUntil(Duration then) {
    Optional<Running> next =
        running.stream()
            .filter(timer -> timer.due().compareTo(then) <= 0)
            .min(Comparator.comparing(Running::due).thenComparing(Running::order));
    now = next.map(Running::due).orElse(then);
    return next.map(timer -> new VoiceEvent.TimerFired(timer.timer(), timer.generation()));
  }
}
