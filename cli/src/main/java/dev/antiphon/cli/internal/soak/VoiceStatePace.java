package dev.antiphon.cli.internal.soak;

import dev.antiphon.protocol.UpdateVoiceState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Watches that op 4 of a guild come no faster than the spacing allows; a leave and the join that
 * follows it count once. Threads that were held up may bring two of them nearer to one another than
 * they were sent, so one may come early; in the long run none may. Safe for several threads.
 *
 * <p>This is the generic cell rate algorithm of ITU-T I.371 with a tolerance of one cell.
 */
final class VoiceStatePace {
  private static final Duration LEAST_TOLERANCE = Duration.ofMillis(500);

  private static final class Guild {
    private long dueAt;
    private boolean left;
  }

  private final long spacing;
  private final long tolerance;
  private final Map<Long, Guild> guilds = new HashMap<>();

  VoiceStatePace(Duration spacing) {
    this.spacing = spacing.toNanos();
    this.tolerance = Math.max(this.spacing, LEAST_TOLERANCE.toNanos());
  }

  /**
   * An op 4 is sent.
   *
   * @param now nanoseconds of a clock that never jumps
   * @return false if it came too soon
   */
  synchronized boolean allows(UpdateVoiceState op4, long now) {
    Guild known = guilds.get(op4.guildId());
    Guild guild = known == null ? new Guild() : known;
    boolean completesPair = guild.left && op4.channelId().isPresent();
    guild.left = op4.channelId().isEmpty();
    if (known == null) {
      guild.dueAt = now;
      guilds.put(op4.guildId(), guild);
    }
    if (completesPair) {
      return true;
    }
    boolean tooSoon = now - guild.dueAt < -tolerance;
    guild.dueAt = (now - guild.dueAt > 0 ? now : guild.dueAt) + spacing;
    return !tooSoon;
  }
}
