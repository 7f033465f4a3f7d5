package dev.antiphon.spec.flow;

import java.time.Duration;

/** Lengths of time as pages tell them. */
public final class Times {
  private Times() {}

  /** In the largest unit that leaves no fraction, but a single minute as 60 s. */
  public static String words(Duration time) {
    long millis = time.toMillis();
    if (millis % 60_000 == 0 && millis > 60_000) {
      return millis / 60_000 + " min";
    }
    return millis % 1_000 == 0 && millis > 0 ? millis / 1_000 + " s" : millis + " ms";
  }
}
