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
 * The prepared transitions of a call: each is executed when everybody it was announced to has said
 * ready or is gone, or when the limit has passed, and never before an older one. Confined to the
 * server's loop. Source: DAVE whitepaper, "Protocol Transitions".
 */
final class PreparedTransitions {

  private static final int MODULUS = 1 << 16;

  private final Clock clock;
  private final Duration limit;
  private final Consumer<Prepared> execution;
  private final Map<Integer, Prepared> prepared = new LinkedHashMap<>();
  private int next = 1;

  /** Announced, and who has not answered yet. */
  record Prepared(int id, int version, Set<Long> announced, Set<Long> awaited, Future<?> timer) {}

  /** What measures the limit, and lets things be done in turn when it has passed. */
  record Clock(EventLoop loop, InTurn inTurn) {
    Future<?> after(Duration time, Runnable deed) {
      return loop.schedule(() -> inTurn.run(deed), time.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  PreparedTransitions(Clock clock, Duration limit, Consumer<Prepared> execution) {
    this.clock = clock;
    this.limit = limit;
    this.execution = execution;
  }

  /** The number of a new transition; 0 is never one. */
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

  /** A member is ready; false when it was not asked. */
  boolean ready(long userId, int id) {
    Prepared one = prepared.get(id);
    if (one == null || !one.awaited().remove(userId)) {
      return false;
    }
    if (one.awaited().isEmpty()) {
      execute(id);
    }
    return true;
  }

  /** Nobody waits for this member any more. */
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

  /** None will be executed any more. */
  void cancel() {
    prepared.values().forEach(one -> one.timer().cancel(false));
    prepared.clear();
  }

  /** The numbers of those that are prepared, for people. */
  List<Integer> waiting() {
    return prepared.keySet().stream().sorted(Comparator.naturalOrder()).toList();
  }
}
