package dev.antiphon.dave;

/** Limits the number of keys that are tried in each second of the caller's clock. */
final class TrialBudget {
  private static final long SECOND = 1_000_000_000L;

  private final int limit;
  private long since;
  private int used;

  TrialBudget(int limit) {
    this.limit = limit;
  }

  boolean allows(int checks, long now) {
    if (used > 0 && now - since >= SECOND) {
      used = 0;
    }
    return used + checks <= limit;
  }

  void spend(int checks, long now) {
    if (used == 0) {
      since = now;
    }
    used += checks;
  }
}
