package dev.antiphon.cli.internal.soak;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Waits for conditions of bots. A late bot counts as a broken invariant. */
record Conditions(BrokenInvariants broken) {
  private static final long POLL_MILLIS = 10;

  /** Waits until the condition is true for all bots at the same time. */
  void await(
      List<BotInGuild> bots, String otherwise, Duration limit, Predicate<BotInGuild> condition)
      throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!bots.stream().allMatch(condition)) {
      if (System.nanoTime() > end) {
        bots.stream()
            .filter(condition.negate())
            .forEach(bot -> broken.add("A connection " + otherwise + ": " + bot.description()));
        return;
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
  }
}
