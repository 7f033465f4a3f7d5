package dev.antiphon.internal.flow;

import dev.antiphon.flow.Budgets;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.TakenOver;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.protocol.EncryptionMode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Every number that the flow uses for its decisions.
 *
 * @param delays the delay of each timer; complete and positive
 * @param serverLostDelay the delay of {@link FlowTimer#SERVER} after Discord took the voice server
 *     away
 * @param severedDelay the delay of {@link FlowTimer#SERVER} after a close with 4014 or 4022
 * @param serverRequests the number of op 4 for one join before it fails
 * @param violationsTolerated the number of violations within {@link FlowTimer#VIOLATIONS} that are
 *     only counted
 * @param takenOver what happens when another process of the bot joins
 * @param policy whether the application has a policy that is called
 * @param modes the encryption modes that this machine supports, best first; not empty
 * @param retries the number of retries and the waits before them
 */
public record FlowLimits(
    Map<FlowTimer, Duration> delays,
    Duration serverLostDelay,
    Duration severedDelay,
    int serverRequests,
    int violationsTolerated,
    TakenOver takenOver,
    boolean policy,
    List<EncryptionMode> modes,
    RetryLimits retries) {

  private static final Duration LONGEST_RECOVERY = Duration.ofDays(365);

  /**
   * Checks every number.
   *
   * @throws IllegalArgumentException if a number is wrong; the message names it and the reason
   */
  public FlowLimits {
    Map<FlowTimer, Duration> complete = new EnumMap<>(FlowTimer.class);
    for (FlowTimer timer : FlowTimer.values()) {
      Duration delay = delays.getOrDefault(timer, timer.defaultDelay());
      requirePositive(timer.name(), delay);
      complete.put(timer, delay);
    }
    delays = Map.copyOf(complete);
    requirePositive("serverLostDelay", serverLostDelay);
    requirePositive("severedDelay", severedDelay);
    if (of(delays, FlowTimer.DISCOVERY_RETRY).compareTo(of(delays, FlowTimer.DISCOVERY)) > 0) {
      throw new IllegalArgumentException(
          "DISCOVERY_RETRY must not be longer than DISCOVERY: it would never repeat a packet");
    }
    requireWithinWindow(retries, of(delays, FlowTimer.RESUME_WINDOW));
    if (serverRequests < 1) {
      throw new IllegalArgumentException(
          "serverRequests must be at least 1, was " + serverRequests + ": a join needs one op 4");
    }
    if (violationsTolerated < 0) {
      throw new IllegalArgumentException(
          "violationsTolerated must not be negative, was " + violationsTolerated);
    }
    if (modes.isEmpty()) {
      throw new IllegalArgumentException("modes must name at least one encryption mode");
    }
    modes = List.copyOf(modes);
  }

  /** Returns the default numbers, with every encryption mode. */
  public static FlowLimits ofDefaults() {
    return new FlowLimits(
        Map.of(),
        Duration.ofSeconds(60),
        Duration.ofSeconds(5),
        2,
        2,
        TakenOver.END,
        false,
        List.of(EncryptionMode.values()),
        RetryLimits.DEFAULTS);
  }

  /** Returns these numbers with other retry limits. */
  public FlowLimits with(RetryLimits others) {
    return with(modes, takenOver, policy, others);
  }

  /** Returns these numbers with other encryption modes. */
  public FlowLimits withModes(List<EncryptionMode> others) {
    return with(others, takenOver, policy, retries);
  }

  /** Returns these numbers for an application with a policy. */
  public FlowLimits withPolicy() {
    return with(modes, takenOver, true, retries);
  }

  /** Returns these numbers with another reaction to another process of the bot. */
  public FlowLimits with(TakenOver reaction) {
    return with(modes, reaction, policy, retries);
  }

  private FlowLimits with(
      List<EncryptionMode> newModes,
      TakenOver newTakenOver,
      boolean newPolicy,
      RetryLimits newRetries) {
    return new FlowLimits(
        delays,
        serverLostDelay,
        severedDelay,
        serverRequests,
        violationsTolerated,
        newTakenOver,
        newPolicy,
        newModes,
        newRetries);
  }

  /** Returns the delay of {@link FlowTimer#SERVER} for this reason, unless a policy grants more. */
  public Duration serverDelay(WaitReason reason) {
    if (reason == WaitReason.SERVER_LOST) {
      return serverLostDelay;
    }
    return reason.isSevered() ? severedDelay : delay(FlowTimer.SERVER);
  }

  /** Returns the number of op 4 that the library may send by itself until it is stable. */
  int ownVoiceStates(Budgets budgets) {
    return budgets.rejoins() + serverRequests;
  }

  /**
   * Returns the delay of {@link FlowTimer#RECOVERY}: the time that the retries take if each wait
   * and each deadline is used up once per attempt; at most a year.
   */
  public Duration recoveryDelay(Budgets budgets) {
    Duration once =
        delay(FlowTimer.HOLD).plus(delay(FlowTimer.RESUME_WINDOW)).plus(serverLostDelay);
    Duration handshake =
        delay(FlowTimer.DIAL)
            .plus(delay(FlowTimer.READY))
            .plus(delay(FlowTimer.DISCOVERY).multipliedBy(2))
            .plus(delay(FlowTimer.DESCRIPTION));
    Duration identifyAgain =
        retries.identifyDelay().plus(delay(FlowTimer.DIAL)).plus(delay(FlowTimer.READY));
    Duration attempt =
        delay(FlowTimer.SERVER)
            .multipliedBy(2)
            .plus(handshake)
            .plus(identifyAgain.multipliedBy(retries.identifies()));
    Duration sum =
        once.plus(attempt.multipliedBy(budgets.rejoins() + 1L))
            .plus(Backoff.longestRejoins(retries, budgets.rejoins()));
    return sum.compareTo(LONGEST_RECOVERY) > 0 ? LONGEST_RECOVERY : sum;
  }

  /** Returns the delay of the timer. */
  public Duration delay(FlowTimer timer) {
    return timer == FlowTimer.RECOVERY ? recoveryDelay(Budgets.of(retries)) : of(delays, timer);
  }

  /** The delays contain every timer. */
  private static Duration of(Map<FlowTimer, Duration> delays, FlowTimer timer) {
    return Objects.requireNonNull(delays.get(timer), timer.name());
  }

  private static void requireWithinWindow(RetryLimits retries, Duration window) {
    if (retries.resumes() > 1 && retries.resumeDelay().compareTo(window) > 0) {
      throw new IllegalArgumentException(
          "resumeDelay must not be longer than RESUME_WINDOW: a session would be too old to be"
              + " resumed a second time, "
              + retries.resumeDelay()
              + " is longer than "
              + window);
    }
  }

  private static void requirePositive(String name, Duration delay) {
    if (delay.isNegative() || delay.isZero()) {
      throw new IllegalArgumentException(name + " must be longer than zero, was " + delay);
    }
  }
}
