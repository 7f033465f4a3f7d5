package dev.antiphon.flow;

import java.time.Duration;

/**
 * The number of retries of a lost connection, and the waits before them (rule G7).
 *
 * @param resumes attempts to resume after a loss, including the immediate one; 0 for none
 * @param rejoins attempts to rejoin; 0 means never
 * @param identifies repetitions of Identify with one set of credentials
 * @param resumeDelay the wait before the second attempt to resume; each further wait is twice as
 *     long
 * @param resumeSpread the largest random deviation of this wait, as a share of it, from 0
 *     (inclusive) to 1 (exclusive)
 * @param identifyDelay the wait before Identify is repeated
 * @param rejoinDelay the wait before the first rejoin; each further wait is twice as long
 * @param longestRejoinDelay the longest wait before a rejoin
 * @param soonDelay the wait before the first rejoin of a session that Discord has ended
 * @param mainSessionSpread the longest wait before op 4 after the main gateway has a new session
 * @param freeChanges the number of changes started by Discord, such as another voice server, that
 *     are followed without a wait
 * @param changeDelay the wait before the dial of the next change; each further wait is twice as
 *     long
 * @param longestChangeDelay the longest such wait
 * @param pathFailures the number of failures to open the UDP path, or to discover the address, that
 *     fails the connection
 * @param serverNotFound the number of closes with 4011 that fails the connection
 * @param authenticationFailures the number of closes with 4004 that fails the connection
 * @param protocolErrors the number of errors within {@link FlowTimer#PROTOCOL_ERRORS} that fails
 *     the connection
 */
public record RetryLimits(
    int resumes,
    int rejoins,
    int identifies,
    Duration resumeDelay,
    double resumeSpread,
    Duration identifyDelay,
    Duration rejoinDelay,
    Duration longestRejoinDelay,
    Duration soonDelay,
    Duration mainSessionSpread,
    int freeChanges,
    Duration changeDelay,
    Duration longestChangeDelay,
    int pathFailures,
    int serverNotFound,
    int authenticationFailures,
    int protocolErrors) {

  /** The longest accepted wait. A longer one is probably a mistake in the unit. */
  public static final Duration LONGEST = Duration.ofDays(1);

  /** The default numbers. */
  public static final RetryLimits DEFAULTS =
      new RetryLimits(
          4,
          8,
          1,
          Duration.ofSeconds(1),
          0.2,
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofMillis(250),
          Duration.ofSeconds(5),
          7,
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          3,
          3,
          2,
          2);

  /**
   * Checks every number.
   *
   * @throws IllegalArgumentException if a number is wrong; the message names it and the reason
   */
  public RetryLimits {
    notNegative("resumes", resumes);
    notNegative("rejoins", rejoins);
    notNegative("identifies", identifies);
    atLeastOne("pathFailures", pathFailures);
    atLeastOne("serverNotFound", serverNotFound);
    atLeastOne("authenticationFailures", authenticationFailures);
    atLeastOne("protocolErrors", protocolErrors);
    notNegative("resumeDelay", resumeDelay);
    notNegative("identifyDelay", identifyDelay);
    notNegative("rejoinDelay", rejoinDelay);
    notNegative("longestRejoinDelay", longestRejoinDelay);
    notNegative("soonDelay", soonDelay);
    notNegative("mainSessionSpread", mainSessionSpread);
    notNegative("freeChanges", freeChanges);
    notNegative("changeDelay", changeDelay);
    notNegative("longestChangeDelay", longestChangeDelay);
    if (!(resumeSpread >= 0 && resumeSpread < 1)) {
      throw new IllegalArgumentException(
          "resumeSpread must be from 0 up to 1, was " + resumeSpread);
    }
    notShorter("longestRejoinDelay", longestRejoinDelay, "rejoinDelay", rejoinDelay);
    notShorter("longestChangeDelay", longestChangeDelay, "changeDelay", changeDelay);
  }

  private static void notShorter(String longName, Duration longest, String name, Duration delay) {
    if (longest.compareTo(delay) < 0) {
      throw new IllegalArgumentException(
          longName
              + " must not be shorter than "
              + name
              + ": "
              + longest
              + " is shorter than "
              + delay);
    }
  }

  private static void notNegative(String name, int number) {
    if (number < 0) {
      throw new IllegalArgumentException(name + " must not be negative, was " + number);
    }
  }

  private static void atLeastOne(String name, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, was " + number);
    }
  }

  private static void notNegative(String name, Duration delay) {
    if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          name + " must not be negative or longer than a day, was " + delay);
    }
  }

  /** Returns a builder with the default numbers. */
  public static Builder builder() {
    return DEFAULTS.toBuilder();
  }

  /** Returns a builder with these numbers. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Collects numbers and checks them in {@link #build}. For one thread only. */
  public static final class Builder {
    private int resumes;
    private int rejoins;
    private int identifies;
    private Duration resumeDelay;
    private double resumeSpread;
    private Duration identifyDelay;
    private Duration rejoinDelay;
    private Duration longestRejoinDelay;
    private Duration soonDelay;
    private Duration mainSessionSpread;
    private int freeChanges;
    private Duration changeDelay;
    private Duration longestChangeDelay;
    private int pathFailures;
    private int serverNotFound;
    private int authenticationFailures;
    private int protocolErrors;

    private Builder(RetryLimits from) {
      resumes = from.resumes;
      rejoins = from.rejoins;
      identifies = from.identifies;
      resumeDelay = from.resumeDelay;
      resumeSpread = from.resumeSpread;
      identifyDelay = from.identifyDelay;
      rejoinDelay = from.rejoinDelay;
      longestRejoinDelay = from.longestRejoinDelay;
      soonDelay = from.soonDelay;
      mainSessionSpread = from.mainSessionSpread;
      freeChanges = from.freeChanges;
      changeDelay = from.changeDelay;
      longestChangeDelay = from.longestChangeDelay;
      pathFailures = from.pathFailures;
      serverNotFound = from.serverNotFound;
      authenticationFailures = from.authenticationFailures;
      protocolErrors = from.protocolErrors;
    }

    /** Attempts to resume after a loss, including the immediate one; 0 for none. */
    public Builder resumes(int number) {
      resumes = number;
      return this;
    }

    /** Attempts to rejoin; 0 means never. */
    public Builder rejoins(int number) {
      rejoins = number;
      return this;
    }

    /** Repetitions of Identify with one set of credentials. */
    public Builder identifies(int number) {
      identifies = number;
      return this;
    }

    /** The wait before the second attempt to resume; each further wait is twice as long. */
    public Builder resumeDelay(Duration delay) {
      resumeDelay = delay;
      return this;
    }

    /** The largest random deviation of a wait before a resume, as a share of it, from 0 up to 1. */
    public Builder resumeSpread(double share) {
      resumeSpread = share;
      return this;
    }

    /** The wait before Identify is repeated. */
    public Builder identifyDelay(Duration delay) {
      identifyDelay = delay;
      return this;
    }

    /** The wait before the first rejoin; each further wait is twice as long. */
    public Builder rejoinDelay(Duration delay) {
      rejoinDelay = delay;
      return this;
    }

    /** The longest wait before a rejoin. */
    public Builder longestRejoinDelay(Duration delay) {
      longestRejoinDelay = delay;
      return this;
    }

    /** The wait before the first rejoin of a session that Discord has ended. */
    public Builder soonDelay(Duration delay) {
      soonDelay = delay;
      return this;
    }

    /** The longest wait before op 4 after the main gateway has a new session. */
    public Builder mainSessionSpread(Duration delay) {
      mainSessionSpread = delay;
      return this;
    }

    /** The number of changes started by Discord that are followed without a wait. */
    public Builder freeChanges(int number) {
      freeChanges = number;
      return this;
    }

    /** The wait before the dial of the next change; each further wait is twice as long. */
    public Builder changeDelay(Duration delay) {
      changeDelay = delay;
      return this;
    }

    /** The longest wait before the dial of such a change. */
    public Builder longestChangeDelay(Duration delay) {
      longestChangeDelay = delay;
      return this;
    }

    /**
     * The number of failures to open the UDP path, or to discover the address, that fails the
     * connection.
     */
    public Builder pathFailures(int number) {
      pathFailures = number;
      return this;
    }

    /** The number of closes with 4011 that fails the connection. */
    public Builder serverNotFound(int number) {
      serverNotFound = number;
      return this;
    }

    /** The number of closes with 4004 that fails the connection. */
    public Builder authenticationFailures(int number) {
      authenticationFailures = number;
      return this;
    }

    /** The number of errors within {@link FlowTimer#PROTOCOL_ERRORS} that fails the connection. */
    public Builder protocolErrors(int number) {
      protocolErrors = number;
      return this;
    }

    /**
     * Returns the limits.
     *
     * @throws IllegalArgumentException if a number is wrong; the message names it and the reason
     */
    public RetryLimits build() {
      return new RetryLimits(
          resumes,
          rejoins,
          identifies,
          resumeDelay,
          resumeSpread,
          identifyDelay,
          rejoinDelay,
          longestRejoinDelay,
          soonDelay,
          mainSessionSpread,
          freeChanges,
          changeDelay,
          longestChangeDelay,
          pathFailures,
          serverNotFound,
          authenticationFailures,
          protocolErrors);
    }
  }
}
