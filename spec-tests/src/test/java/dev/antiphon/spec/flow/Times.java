package dev.antiphon.spec.flow;

import java.time.Duration;

/** Formats durations for pages. */
public final class Times {
  private Times() {}

  /** Returns the duration in the largest unit without a fraction; one minute is 60 s. */
  public static String words(Duration time) {
    long millis = time.toMillis();
    if (millis % 60_000 == 0 && millis > 60_000) {
      return millis / 60_000 + " min";
    }
    return millis % 1_000 == 0 && millis > 0 ? millis / 1_000 + " s" : millis + " ms";
  }
}
