package dev.antiphon.internal.flow;

import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.protocol.EncryptionMode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Every number that the flow is decided with.
 *
 * @param delays how long each timer runs; complete and positive
 * @param serverLostDelay how long {@link FlowTimer#SERVER} runs after Discord took the server away
 * @param severedDelay how long it runs after the voice server closed with 4014 or 4022
 * @param serverRequests how often op 4 is sent for one join before it is given up
 * @param malformedTolerated malformed messages within {@link FlowTimer#VIOLATIONS} that are only
 *     counted
 * @param retries how often, and after which waits, a lost connection is tried again
 * @param policy whether the application has a policy that wants to be asked
 * @param modes the encryption modes that this machine can speak, best first; not empty
 */
public record FlowLimits(
    Map<FlowTimer, Duration> delays,
    Duration serverLostDelay,
    Duration severedDelay,
    int serverRequests,
    int malformedTolerated,
    boolean policy,
    List<EncryptionMode> modes,
    RetryLimits retries) {

  /**
   * Checks every number.
   *
   * @throws IllegalArgumentException with a sentence that says which number is wrong and why
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
    if (malformedTolerated < 0) {
      throw new IllegalArgumentException(
          "malformedTolerated must not be negative, was " + malformedTolerated);
    }
    if (modes.isEmpty()) {
      throw new IllegalArgumentException("modes must name at least one encryption mode");
    }
    modes = List.copyOf(modes);
  }

  /** The numbers of the specification, with every mode. */
  public static FlowLimits ofDefaults() {
    return new FlowLimits(
        Map.of(),
        Duration.ofSeconds(60),
        Duration.ofSeconds(5),
        2,
        2,
        false,
        List.of(EncryptionMode.values()),
        RetryLimits.DEFAULTS);
  }

  /** These numbers with other retries. */
  public FlowLimits with(RetryLimits others) {
    return with(modes, policy, others);
  }

  /** These numbers with other encryption modes. */
  public FlowLimits withModes(List<EncryptionMode> others) {
    return with(others, policy, retries);
  }

  /** These numbers, for an application with a policy that wants to be asked. */
  public FlowLimits withPolicy() {
    return with(modes, true, retries);
  }

  private FlowLimits with(
      List<EncryptionMode> newModes, boolean newPolicy, RetryLimits newRetries) {
    return new FlowLimits(
        delays,
        serverLostDelay,
        severedDelay,
        serverRequests,
        malformedTolerated,
        newPolicy,
        newModes,
        newRetries);
  }

  /** How long the main gateway's deadline runs for that reason, unless a policy grants more. */
  public Duration serverDelay(WaitReason reason) {
    if (reason == WaitReason.SERVER_LOST) {
      return serverLostDelay;
    }
    return reason.isSevered() ? severedDelay : delay(FlowTimer.SERVER);
  }

  /** How long the timer runs. */
  public Duration delay(FlowTimer timer) {
    return of(delays, timer);
  }

  /** The delays name every timer. */
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
