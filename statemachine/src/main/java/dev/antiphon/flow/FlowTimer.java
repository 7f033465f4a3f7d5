package dev.antiphon.flow;

import java.time.Duration;

/** The deadlines and windows of the flow. Time enters the flow as the firing of one of these. */
public enum FlowTimer {
  /** Answer of the main gateway to op 4. */
  SERVER(Duration.ofSeconds(10), "no answer from the main gateway"),
  /** A server update that came alone may still be joined by a voice state. */
  SETTLE(Duration.ofMillis(250), "settling"),
  /** Name lookup, TCP, TLS and WebSocket upgrade together. */
  DIAL(Duration.ofSeconds(10), "no connection to the voice gateway"),
  /** Hello, from the open socket on. */
  HELLO(Duration.ofSeconds(5), "no Hello from the voice gateway"),
  /** Ready, from Identify on. */
  READY(Duration.ofSeconds(5), "no Ready after Identify"),
  /** Resumed, from Resume on. */
  RESUMED(Duration.ofSeconds(5), "no Resumed after Resume"),
  /** Repetition of the IP discovery packet. */
  DISCOVERY_RETRY(Duration.ofMillis(500), "discovery unanswered yet"),
  /** A valid discovery answer. */
  DISCOVERY(Duration.ofSeconds(5), "no answer to IP discovery"),
  /** Session Description, from Select Protocol on. */
  DESCRIPTION(Duration.ofSeconds(5), "no Session Description after Select Protocol"),
  /** The wait before the next attempt; how long it is, the plan says. */
  BACKOFF(Duration.ofSeconds(1), "back-off over"),
  /** The wait of a dial because Discord has driven too many changes; how long, its pace says. */
  PACE(Duration.ofSeconds(1), "paced dial due"),
  /** A move that Discord does not confirm. */
  MOVE(Duration.ofSeconds(10), "no answer to the move"),
  /** How far a voice state and a voice server of one change may be apart. */
  PAIR(Duration.ofSeconds(2), "its other half did not come"),
  /** How long the main gateway may be away. */
  HOLD(Duration.ofMinutes(10), "the main gateway stayed away"),
  /** A connection that stood so long has earned fresh budgets. */
  STABLE(Duration.ofSeconds(30), "stable"),
  /** The window in which malformed messages are counted. */
  VIOLATIONS(Duration.ofSeconds(10), "violations forgotten"),
  /** The window in which errors of the protocol are counted. */
  PROTOCOL_ERRORS(Duration.ofSeconds(60), "protocol errors forgotten"),
  /** How long after its loss a session is worth resuming. */
  RESUME_WINDOW(Duration.ofSeconds(60), "resume window over"),
  /** How long a voice state without a channel may still be the answer to our own leave. */
  LEAVE(Duration.ofSeconds(10), "own leave forgotten"),
  /** How long the UDP path may report failures before the connection is given up. */
  UDP_FAILURE(Duration.ofSeconds(2), "the UDP path stayed dead");

  private final Duration defaultDelay;
  private final String meaning;

  FlowTimer(Duration defaultDelay, String meaning) {
    this.defaultDelay = defaultDelay;
    this.meaning = meaning;
  }

  /** Whether each start has a delay of its own, so that none can be chosen once for all. */
  public boolean hasOwnDelays() {
    return this == BACKOFF || this == PACE;
  }

  /** How long it runs unless the application chose otherwise. */
  public Duration defaultDelay() {
    return defaultDelay;
  }

  /** What its firing says, in a few words. */
  public String meaning() {
    return meaning;
  }
}
