package dev.antiphon.cli.internal.soak;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets the visitors of all calls come and go, so that the groups of the calls change. */
final class Visits {
  private static final int SHORTEST_STAY = 1_500;
  private static final int LONGEST_STAY = 6_000;
  private static final int SHORTEST_ABSENCE = 200;
  private static final int LONGEST_ABSENCE = 3_000;

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
      beAway(new Visit(visitor, new SoakRandom(random.seed()), begun));
    }
  }

  /** All visitors leave, and no visitor comes. */
  void end() {
    period.incrementAndGet();
    environment.visitors().forEach(BotInGuild::leave);
  }

  private record Visit(BotInGuild visitor, SoakRandom random, int period) {}

  private void beAway(Visit visit) {
    after(
        visit.random().millis(SHORTEST_ABSENCE, LONGEST_ABSENCE),
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
      beAway(visit);
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
