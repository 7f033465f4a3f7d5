package dev.antiphon.internal.flow;

/** What the application's policy is asked: these three, and nothing else. */
public enum PolicyQuestion {
  /** How often may this connection be tried again? Asked when it is joined. */
  BUDGETS,
  /** How long may it wait for a sign that it was not removed? Asked after 4014 and 4022. */
  WINDOW,
  /** May it rejoin? Asked while it waits to. */
  REJOIN
}
