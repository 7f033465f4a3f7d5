package dev.antiphon.cli.internal.soak;

import dev.antiphon.protocol.UpdateVoiceState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Checks that the opcode 4 commands of a guild keep their minimum spacing. A leave and the
 * following join count once. A blocked thread can shorten the distance of two commands. Therefore
 * one command can be early, but the long-term rate must be correct. Thread-safe.
 *
 * <p>This is the generic cell rate algorithm of ITU-T I.371 with a tolerance of one cell.
 */
final class VoiceStateSpacingCheck {
  private static final Duration LEAST_TOLERANCE = Duration.ofMillis(500);

  private static final class Guild {
    private long dueAt;
    private boolean left;
  }

  private final long spacing;
  private final long tolerance;
  private final Map<Long, Guild> guilds = new HashMap<>();

  VoiceStateSpacingCheck(Duration spacing) {
    this.spacing = spacing.toNanos();
    this.tolerance = Math.max(this.spacing, LEAST_TOLERANCE.toNanos());
  }

  /**
   * Counts an opcode 4.
   *
   * @param now the time in nanoseconds of a monotonic clock
   * @return false if it was sent too soon
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
