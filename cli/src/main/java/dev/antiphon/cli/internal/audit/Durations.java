package dev.antiphon.cli.internal.audit;

import java.util.Locale;

/** Formats durations for people. */
final class Durations {
  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Durations() {}

  static String of(long millis) {
    if (millis < SECOND) {
      return millis + " ms";
    }
    if (millis < MINUTE) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
    }
    if (millis < HOUR) {
      return millis / MINUTE + " min " + millis % MINUTE / SECOND + " s";
    }
    return millis < DAY
        ? millis / HOUR + " h " + millis % HOUR / MINUTE + " min"
        : millis / DAY + " d " + millis % DAY / HOUR + " h";
  }
}
