package dev.antiphon.testkit.internal.dave;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The prepared transitions of a call. A transition is executed when all its members are ready or
 * have left, or after a time limit. Older transitions are always executed first. Confined to the
 * server's loop. Source: DAVE whitepaper, "Protocol Transitions".
 */
final class PreparedTransitions {

  private static final int MODULUS = 1 << 16;

  private final Clock clock;
  private final Duration limit;
  private final Consumer<Prepared> execution;
  private final Map<Integer, Prepared> prepared = new LinkedHashMap<>();
  private final Set<Integer> neverExecuted = new HashSet<>();
  private int next = 1;

  /**
   * A prepared transition: {@code announced} are its members, {@code awaited} the members that are
   * not ready yet.
   */
  record Prepared(int id, int version, Set<Long> announced, Set<Long> awaited, Future<?> timer) {}

  /** The timer of the limit. Its tasks run one after another with the other tasks of the calls. */
  record Clock(EventLoop loop, SerialTasks tasks) {
    Future<?> after(Duration time, Runnable task) {
      return loop.schedule(() -> tasks.run(task), time.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  PreparedTransitions(Clock clock, Duration limit, Consumer<Prepared> execution) {
    this.clock = clock;
    this.limit = limit;
    this.execution = execution;
  }

  /** Returns the id of a new transition, never 0. */
  int number() {
    int id = next;
    next = id + 1 == MODULUS ? 1 : id + 1;
    return id;
  }

  void prepare(int id, int version, Collection<Long> members) {
    Future<?> timer = clock.after(limit, () -> execute(id));
    prepared.put(
        id, new Prepared(id, version, new HashSet<>(members), new HashSet<>(members), timer));
  }

  /** The transition is announced, but never executed. It waits for no member. */
  void neverExecute(int id) {
    neverExecuted.add(id);
  }

  /** Marks a member as ready. Returns false if the transition does not wait for the member. */
  boolean ready(long userId, int id) {
    Prepared one = prepared.get(id);
    if (neverExecuted.contains(id)) {
      return true;
    }
    if (one == null || !one.awaited().remove(userId)) {
      return false;
    }
    if (one.awaited().isEmpty()) {
      execute(id);
    }
    return true;
  }

  /** Stops waiting for this member. */
  void forget(long userId) {
    for (Prepared one : List.copyOf(prepared.values())) {
      one.announced().remove(userId);
      if (one.awaited().remove(userId) && one.awaited().isEmpty()) {
        execute(one.id());
      }
    }
  }

  private void execute(int id) {
    if (!prepared.containsKey(id)) {
      return;
    }
    Optional<Prepared> oldest;
    do {
      oldest = prepared.values().stream().findFirst();
      oldest.ifPresent(
          one -> {
            prepared.remove(one.id());
            one.timer().cancel(false);
            execution.accept(one);
          });
    } while (oldest.isPresent() && oldest.get().id() != id);
  }

  /** Cancels all prepared transitions. */
  void cancel() {
    prepared.values().forEach(one -> one.timer().cancel(false));
    prepared.clear();
    neverExecuted.clear();
  }

  /** Returns the ids of the prepared transitions, sorted. */
  List<Integer> waiting() {
    return prepared.keySet().stream().sorted(Comparator.naturalOrder()).toList();
  }
}
