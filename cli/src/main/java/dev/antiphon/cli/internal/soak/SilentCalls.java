package dev.antiphon.cli.internal.soak;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for calls in which a member hears nothing, although all members are established together
 * and no connection changes. Not thread-safe.
 */
final class SilentCalls {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final BrokenInvariants brokenInvariants;
  private final Map<GuildCall, Seen> seen = new HashMap<>();
  private final Set<GuildCall> reported = new HashSet<>();

  /** The last changes of the members, what they had heard, and when this was first seen. */
  private record Seen(List<Long> changes, List<Long> heard, long since) {
    static Seen of(GuildCall call, long now) {
      return new Seen(
          call.members().stream().map(BotInGuild::changedAt).toList(),
          call.members().stream().map(BotInGuild::speechHeard).toList(),
          now);
    }

    boolean everyoneHeardMore(Seen before) {
      for (int i = 0; i < heard.size(); i++) {
        if (heard.get(i) <= before.heard.get(i)) {
          return false;
        }
      }
      return true;
    }
  }

  SilentCalls(BrokenInvariants brokenInvariants) {
    this.brokenInvariants = brokenInvariants;
  }

  /** Must be called about once per second. */
  void check(List<GuildCall> calls) {
    long now = System.nanoTime();
    for (GuildCall call : calls) {
      if (!call.isTogether()) {
        seen.remove(call);
        continue;
      }
      Seen current = Seen.of(call, now);
      Seen before = seen.putIfAbsent(call, current);
      if (before == null) {
        continue;
      }
      if (!before.changes().equals(current.changes()) || current.everyoneHeardMore(before)) {
        seen.put(call, current);
      } else if (now - before.since() > LIMIT.toNanos() && reported.add(call)) {
        call.members()
            .forEach(
                member ->
                    brokenInvariants.add(
                        "A call is silent, heard %s, encryption %s: %s"
                            .formatted(
                                current.heard(), member.encryption(), member.description())));
      }
    }
  }
}
