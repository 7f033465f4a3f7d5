package dev.antiphon.cli.internal.soak;

import dev.antiphon.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Looks for calls in which a member hears nothing, although all members are established together
 * and no connection changes, while the other calls hear each other.
 *
 * <p>A fault can make the server put the members into different calls. Each of them is then alone,
 * as far as it can know, and only a new session helps. This class requests new sessions, once, and
 * counts them by their reason. A call that is silent after that breaks an invariant, and so does a
 * call that is silent for another reason. Not thread-safe.
 */
final class SilentCalls {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  /** The speech that an average member hears in the limit; less on a machine that is too busy. */
  private static final long SPEECH = 75;

  private final Measurements measurements;
  private final Map<GuildCall, Seen> seen = new HashMap<>();
  private final Map<GuildCall, Boolean> reported = new HashMap<>();

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
      reported.remove(call);
    }
    if (heardMore || !before.changes().equals(current.changes())) {
      seen.put(call, current);
    } else if (current.since() - before.since() > LIMIT.toNanos()
        && current.average() - before.average() > SPEECH) {
      seen.put(call, current);
      silent(call, current.since());
    }
  }

  private void silent(GuildCall call, long now) {
    SilenceReason reason = SilenceReason.of(call);
    boolean again = reported.containsKey(call);
    if (!again && reason != SilenceReason.UNEXPLAINED) {
      reported.put(call, false);
      measurements.renewedCalls.count(reason.title());
      measurements.silences.add(reason.describe(call, now));
      renew(call);
    } else if (!Boolean.TRUE.equals(reported.put(call, true))) {
      measurements.brokenInvariants.add(
          "A call is silent"
              + (again ? " again" : "")
              + ", "
              + reason.describe(call, now)
              + transitions(call));
    }
  }

  private void renew(GuildCall call) {
    call.members()
        .forEach(
            member ->
                member
                    .connection()
                    .map(Connection::reconnect)
                    .ifPresent(future -> measurements.requests.track("reconnect", future)));
  }

  private static String transitions(GuildCall call) {
    return call.members().stream()
        .map(BotInGuild::description)
        .collect(Collectors.joining(System.lineSeparator(), System.lineSeparator(), ""));
  }
}
