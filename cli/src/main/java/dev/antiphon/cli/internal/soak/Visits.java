package dev.antiphon.cli.internal.soak;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets the visitors of all calls come and go, so that the groups of the calls change. */
final class Visits {
  private static final int SHORTEST_STAY = 3_000;
  private static final int LONGEST_STAY = 15_000;
  private static final int SHORTEST_ABSENCE = 500;
  private static final int LONGEST_ABSENCE = 8_000;

  /** The longest time until the first visit. */
  private static final int LONGEST_WAIT = 2_000;

  /** How often a visitor looks whether its call is on another server. */
  private static final Duration FOLLOW = Duration.ofMillis(200);

  private final SoakEnvironment environment;
  private final SoakRandom random;

  /** Changes at the begin and the end of the visits, so that earlier visits do not continue. */
  private final AtomicInteger period = new AtomicInteger();

  Visits(SoakEnvironment environment, long seed) {
    this.environment = environment;
    this.random = new SoakRandom(seed);
  }

  /** Begins visits. Must be called on the thread of the soak, like {@link #end}. */
  void begin() {
    int begun = period.incrementAndGet();
    for (BotInGuild visitor : environment.visitors()) {
      beAway(new Visit(visitor, new SoakRandom(random.seed()), begun), 0, LONGEST_WAIT);
    }
  }

  /** All visitors leave, and no visitor comes. */
  void end() {
    period.incrementAndGet();
    environment.visitors().forEach(BotInGuild::leave);
  }

  private record Visit(BotInGuild visitor, SoakRandom random, int period) {}

  private void beAway(Visit visit, int shortest, int longest) {
    after(
        visit.random().millis(shortest, longest),
        visit,
        () -> {
          environment.measurements().visits.increment();
          visit.visitor().come();
          stay(visit, visit.random().between(SHORTEST_STAY, LONGEST_STAY));
        });
  }

  private void stay(Visit visit, long millis) {
    if (millis > 0) {
      after(
          FOLLOW,
          visit,
          () -> {
            follow(visit.visitor());
            stay(visit, millis - FOLLOW.toMillis());
          });
    } else {
      visit.visitor().leave();
      beAway(visit, SHORTEST_ABSENCE, LONGEST_ABSENCE);
    }
  }

  private void after(Duration delay, Visit visit, Runnable work) {
    environment.later(
        delay,
        () -> {
          if (visit.period() == period.get()) {
            work.run();
          }
        });
  }

  /** Brings the visitor to the server of its call. */
  private static void follow(BotInGuild visitor) {
    if (visitor.isWhereItIsListed() && visitor.server() != visitor.call().server()) {
      try {
        DiscordEventFaults.failOverInOrder(visitor, visitor.call().server());
      } catch (IllegalStateException left) {
        // The visitor is in no channel any more, so it has no server.
      }
    }
  }
}
