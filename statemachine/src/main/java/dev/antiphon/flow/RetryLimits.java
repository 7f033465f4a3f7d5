package dev.antiphon.flow;

import java.time.Duration;

/**
 * The numbers and delays of the retries of a lost connection (rule G7 in {@code
 * docs/flow/rules.md}).
 *
 * @param resumes the number of resume attempts after a loss; the first one starts without a wait; 0
 *     means never
 * @param rejoins the number of rejoin attempts; 0 means never
 * @param identifies the number of repeated Identifies with the same credentials
 * @param resumeDelay the delay before the second resume attempt; it doubles with each further
 *     attempt
 * @param resumeSpread the random deviation of the resume delay, as a fraction of that delay, at
 *     least 0 and less than 1
 * @param identifyDelay the delay before a repeated Identify
 * @param rejoinDelay the delay before the first rejoin attempt; it doubles with each further
 *     attempt
 * @param longestRejoinDelay the maximum delay before a rejoin attempt
 * @param soonDelay the delay before the first rejoin attempt after Discord has ended the session
 * @param mainSessionSpread the maximum random delay before the voice state update (opcode 4) that
 *     is sent when the main gateway has a new session
 * @param freeChanges the number of changes by Discord, such as a new voice server, that the
 *     connection follows without a delay; the next changes are delayed
 * @param changeDelay the delay for the first change after the {@code freeChanges} changes; it
 *     doubles with each further change
 * @param longestChangeDelay the maximum delay after a change by Discord
 * @param pathFailures how many consecutive failures of the UDP socket or of IP discovery end the
 *     connection
 * @param serverNotFound how many consecutive closes with code 4011 end the connection
 * @param authenticationFailures how many consecutive closes with code 4004 end the connection
 * @param protocolErrors how many protocol errors within {@link FlowTimer#PROTOCOL_ERRORS} end the
 *     connection
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

  /** The maximum delay. A longer delay is probably a mistake in the unit. */
  public static final Duration LONGEST = Duration.ofDays(1);

  /** The default values. */
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
   * Checks every value.
   *
   * @throws IllegalArgumentException if a value is invalid; the message names the value and the
   *     reason
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
          "resumeSpread must be at least 0 and less than 1, was " + resumeSpread);
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

  /** Returns a builder that starts with {@link #DEFAULTS}. */
  public static Builder builder() {
    return DEFAULTS.toBuilder();
  }

  /** Returns a builder that starts with these values. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * Builds the limits. The values are checked in {@link #build}. The builder is not thread-safe.
   */
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

    /**
     * The number of resume attempts after a loss. The first one starts without a wait. 0 means
     * never.
     */
    public Builder resumes(int number) {
      resumes = number;
      return this;
    }

    /** The number of rejoin attempts. 0 means never. */
    public Builder rejoins(int number) {
      rejoins = number;
      return this;
    }

    /** The number of repeated Identifies with the same credentials. */
    public Builder identifies(int number) {
      identifies = number;
      return this;
    }

    /** The delay before the second resume attempt. It doubles with each further attempt. */
    public Builder resumeDelay(Duration delay) {
      resumeDelay = delay;
      return this;
    }

    /**
     * The random deviation of {@code resumeDelay}, as a fraction of that delay. Must be at least 0
     * and less than 1.
     */
    public Builder resumeSpread(double share) {
      resumeSpread = share;
      return this;
    }

    /** The delay before a repeated Identify. */
    public Builder identifyDelay(Duration delay) {
      identifyDelay = delay;
      return this;
    }

    /** The delay before the first rejoin attempt. It doubles with each further attempt. */
    public Builder rejoinDelay(Duration delay) {
      rejoinDelay = delay;
      return this;
    }

    /** The maximum delay before a rejoin attempt. */
    public Builder longestRejoinDelay(Duration delay) {
      longestRejoinDelay = delay;
      return this;
    }

    /** The delay before the first rejoin attempt after Discord has ended the session. */
    public Builder soonDelay(Duration delay) {
      soonDelay = delay;
      return this;
    }

    /**
     * The maximum random delay before the voice state update (opcode 4) that is sent when the main
     * gateway has a new session.
     */
    public Builder mainSessionSpread(Duration delay) {
      mainSessionSpread = delay;
      return this;
    }

    /**
     * The number of changes by Discord, such as a new voice server, that the connection follows
     * without a delay.
     */
    public Builder freeChanges(int number) {
      freeChanges = number;
      return this;
    }

    /**
     * The delay for the first change after the {@code freeChanges} changes. It doubles with each
     * further change.
     */
    public Builder changeDelay(Duration delay) {
      changeDelay = delay;
      return this;
    }

    /** The maximum delay after a change by Discord. */
    public Builder longestChangeDelay(Duration delay) {
      longestChangeDelay = delay;
      return this;
    }

    /** How many consecutive failures of the UDP socket or of IP discovery end the connection. */
    public Builder pathFailures(int number) {
      pathFailures = number;
      return this;
    }

    /** How many consecutive closes with code 4011 end the connection. */
    public Builder serverNotFound(int number) {
      serverNotFound = number;
      return this;
    }

    /** How many consecutive closes with code 4004 end the connection. */
    public Builder authenticationFailures(int number) {
      authenticationFailures = number;
      return this;
    }

    /** How many protocol errors within {@link FlowTimer#PROTOCOL_ERRORS} end the connection. */
    public Builder protocolErrors(int number) {
      protocolErrors = number;
      return this;
    }

    /**
     * Builds the limits.
     *
     * @throws IllegalArgumentException if a value is invalid; the message names the value and the
     *     reason
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
