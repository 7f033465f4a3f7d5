package dev.antiphon.flow;

import java.time.Duration;

/**
 * The deadlines and time windows of a connection. The connection flow reads no clock: it acts on
 * time only when one of these timers fires.
 */
public enum FlowTimer {
  /** The deadline for the answer of the main gateway to a voice state update (opcode 4). */
  SERVER(Duration.ofSeconds(10), "no answer from the main gateway"),
  /**
   * How long the connection waits for a voice state update if only the voice server update has
   * arrived.
   */
  SETTLE(Duration.ofMillis(250), "settling"),
  /** The deadline for name lookup, TCP, TLS and WebSocket upgrade together. */
  DIAL(Duration.ofSeconds(10), "no connection to the voice gateway"),
  /** The deadline for Hello, from the opening of the WebSocket on. */
  HELLO(Duration.ofSeconds(5), "no Hello from the voice gateway"),
  /** The deadline for Ready, from Identify on. */
  READY(Duration.ofSeconds(5), "no Ready after Identify"),
  /** The deadline for Resumed, from Resume on. */
  RESUMED(Duration.ofSeconds(5), "no Resumed after Resume"),
  /** The interval between IP discovery packets. */
  DISCOVERY_RETRY(Duration.ofMillis(500), "discovery unanswered yet"),
  /** The deadline for a valid discovery answer. */
  DISCOVERY(Duration.ofSeconds(5), "no answer to IP discovery"),
  /** The deadline for Session Description, from Select Protocol on. */
  DESCRIPTION(Duration.ofSeconds(5), "no Session Description after Select Protocol"),
  /** The wait before the next attempt. Its length depends on the kind of attempt. */
  BACKOFF(Duration.ofSeconds(1), "back-off over"),
  /**
   * The wait before the connection dials the voice gateway, after Discord has made too many
   * changes, such as a new voice server. Its length depends on the number of changes.
   */
  PACE(Duration.ofSeconds(1), "paced dial due"),
  /** The deadline for Discord to confirm a move. */
  MOVE(Duration.ofSeconds(10), "no answer to the move"),
  /**
   * The longest time between the voice state update and the voice server update that report the
   * same change.
   */
  PAIR(Duration.ofSeconds(2), "its other half did not come"),
  /** The longest time that a connection waits for the main gateway to come back. */
  HOLD(Duration.ofMinutes(10), "the main gateway stayed away"),
  /** How long a connection must stay established before all its retries are available again. */
  STABLE(Duration.ofSeconds(30), "stable"),
  /** The window in which violations of the protocol are counted. */
  VIOLATIONS(Duration.ofSeconds(10), "violations forgotten"),
  /** The window in which protocol errors are counted. */
  PROTOCOL_ERRORS(Duration.ofSeconds(60), "protocol errors forgotten"),
  /** How long a session can be resumed after its WebSocket was lost. */
  RESUME_WINDOW(Duration.ofSeconds(60), "resume window over"),
  /**
   * How long the connection waits for Discord's answer after the bot left a channel. The answer is
   * a voice state without a channel.
   */
  LEAVE(Duration.ofSeconds(10), "own leave forgotten"),
  /** How long the UDP path may report failures before the connection rejoins. */
  UDP_FAILURE(Duration.ofSeconds(2), "the UDP path stayed dead"),
  /**
   * How long the keys of the end-to-end encryption may be missing while other users are present.
   * Then the encryption recovers once. If the keys are still missing after the same time, the
   * connection rejoins.
   */
  KEYS(Duration.ofSeconds(10), "no keys of the end-to-end encryption"),
  /**
   * The deadline for a join, a move or a reconnect, from the request of the application on. No
   * event of Discord extends it.
   */
  DECIDE(Duration.ofMinutes(2), "the deadline of the request ended"),
  /**
   * The deadline for a lost connection to be established again. No event of Discord extends it. Its
   * length is calculated from the other timers and the retry limits.
   */
  RECOVERY(Duration.ofSeconds(1_435), "no new connection in time");

  private final Duration defaultDelay;
  private final String meaning;

  FlowTimer(Duration defaultDelay, String meaning) {
    this.defaultDelay = defaultDelay;
    this.meaning = meaning;
  }

  /**
   * Returns whether the delay is computed each time the timer starts. The application cannot choose
   * a computed delay.
   */
  public boolean hasOwnDelays() {
    return this == BACKOFF || this == PACE || this == RECOVERY;
  }

  /** Returns the delay that is used unless the application chooses another one. */
  public Duration defaultDelay() {
    return defaultDelay;
  }

  /** Returns in a few words what it means that the timer fired. */
  public String meaning() {
    return meaning;
  }
}
