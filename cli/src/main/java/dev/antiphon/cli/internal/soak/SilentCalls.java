package dev.antiphon.cli.internal.soak;

import dev.antiphon.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for calls in which a member hears nothing, although all members are established together
 * and no connection changes, while the other calls hear each other.
 *
 * <p>The faults can lose a message about the encryption group. A member then waits for its keys
 * without a limit, and a bot can request a new session. This class does the same, once, and counts
 * it. A call that is silent after that breaks an invariant. Not thread-safe.
 */
final class SilentCalls {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  /** The speech that an average member hears in the limit; less on a machine that is too busy. */
  private static final long SPEECH = 75;

  private final Measurements measurements;
  private final Map<GuildCall, Seen> seen = new HashMap<>();
  private final Map<GuildCall, Boolean> renewed = new HashMap<>();

  /** The last changes of the members, what they and an average member had heard, and when. */
  private record Seen(List<Long> changes, List<Long> heard, long average, long since) {
    boolean everyoneHeardMore(Seen before) {
      for (int i = 0; i < heard.size(); i++) {
        if (heard.get(i) <= before.heard.get(i)) {
          return false;
        }
      }
      return true;
    }
  }

  SilentCalls(Measurements measurements) {
    this.measurements = measurements;
  }

  /** Must be called about once per second. */
  void check(List<GuildCall> calls) {
    long now = System.nanoTime();
    long heard =
        calls.stream()
            .flatMap(call -> call.members().stream())
            .mapToLong(BotInGuild::speechHeard)
            .sum();
    long average = calls.isEmpty() ? 0 : heard / (calls.size() * (long) GuildCall.MEMBERS);
    for (GuildCall call : calls) {
      if (call.isTogether()) {
        check(call, seenNow(call, average, now));
      } else {
        seen.remove(call);
      }
    }
  }

  private static Seen seenNow(GuildCall call, long average, long now) {
    return new Seen(
        call.members().stream().map(BotInGuild::changedAt).toList(),
        call.members().stream().map(BotInGuild::speechHeard).toList(),
        average,
        now);
  }

  private void check(GuildCall call, Seen current) {
    Seen before = seen.putIfAbsent(call, current);
    if (before == null) {
      return;
    }
    boolean heardMore = current.everyoneHeardMore(before);
    if (heardMore) {
      renewed.remove(call);
    }
    if (heardMore || !before.changes().equals(current.changes())) {
      seen.put(call, current);
    } else if (current.since() - before.since() > LIMIT.toNanos()
        && current.average() - before.average() > SPEECH) {
      seen.put(call, current);
      silent(call, current);
    }
  }

  private void silent(GuildCall call, Seen current) {
    Boolean reported = renewed.putIfAbsent(call, false);
    if (reported == null) {
      measurements.renewedCalls.increment();
      call.members()
          .forEach(
              member ->
                  member
                      .connection()
                      .map(Connection::reconnect)
                      .ifPresent(future -> measurements.requests.track("reconnect", future)));
    } else if (!reported) {
      renewed.put(call, true);
      call.members()
          .forEach(
              member ->
                  measurements.brokenInvariants.add(
                      "A call is silent, heard %s, encryption %s: %s"
                          .formatted(current.heard(), member.encryption(), member.description())));
    }
  }
}
