package dev.antiphon.internal.flow;

/** The three questions to the application's policy. */
public enum PolicyQuestion {
  /** How many attempts this connection has. Asked when it is joined. */
  BUDGETS,
  /** How long the connection waits after a close with 4014 or 4022. Asked after this close. */
  WINDOW,
  /** Whether the connection is allowed to rejoin. Asked before each rejoin. */
  REJOIN
}
