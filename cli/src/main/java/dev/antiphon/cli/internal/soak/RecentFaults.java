package dev.antiphon.cli.internal.soak;

import dev.antiphon.testkit.fault.FaultRule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.stream.Collectors;

/** The last faults of one bot, for a message about a silent call. Thread-safe. */
final class RecentFaults {
  private static final int REMEMBERED = 6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Deque<Fault> newestFirst = new ArrayDeque<>();

  private record Fault(String what, long at) {
    String text(long now) {
      return String.format(Locale.ROOT, "%.1f s ago %s", (now - at) / NANOS_PER_SECOND, what);
    }
  }

  /** The soak begins a fault of the kind with this title. A part of it can take effect later. */
  void begun(String kind, long now) {
    add(new Fault(kind, now));
  }

  /** A voice server applies a rule of a fault. */
  void applied(FaultRule rule, long now) {
    add(new Fault(rule.action() + " at " + rule.when(), now));
  }

  private synchronized void add(Fault fault) {
    if (newestFirst.size() == REMEMBERED) {
      newestFirst.removeLast();
    }
    newestFirst.addFirst(fault);
  }

  /** Returns the faults with their age, the last one first; {@code none} if there are none. */
  synchronized String text(long now) {
    return newestFirst.isEmpty()
        ? "none"
        : newestFirst.stream().map(fault -> fault.text(now)).collect(Collectors.joining("; "));
  }
}
