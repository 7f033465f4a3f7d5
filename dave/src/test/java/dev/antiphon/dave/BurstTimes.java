package dev.antiphon.dave;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Prints the time of 200 proposals: in one message, in a burst, and one after another. */
final class BurstTimes {
  private static final int USERS = 200;

  private BurstTimes() {}

  public static void main(String[] args) {
    Burst burst = new Burst(USERS);
    List<DaveEvent> apart = burst.apart();
    for (int round = 0; round < 5; round++) {
      time(burst, "one op 27 with 200 adds", session -> session.handle(burst.together(), 0));
      time(burst, "200 op 27 in one call", session -> session.handle(apart, 0));
    }
    time(
        burst,
        "200 op 27 in 200 calls",
        session -> apart.forEach(event -> session.handle(event, 0)));
  }

  private static void time(Burst burst, String what, Consumer<DaveSession> work) {
    try (DaveSession session = burst.session()) {
      long start = System.nanoTime();
      work.accept(session);
      double millis = (System.nanoTime() - start) / 1e6;
      System.out.printf(
          Locale.ROOT,
          "%-25s %8.0f ms, %d commits%n",
          what,
          millis,
          session.statistics().commits());
    }
  }
}
