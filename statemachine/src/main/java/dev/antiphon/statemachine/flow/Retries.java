package dev.antiphon.statemachine.flow;

import java.time.Duration;

/**
 * What has been tried since the connection last stood long enough ({@link FlowTimer#STABLE}).
 *
 * @param resumes attempts to resume
 * @param rejoins attempts to rejoin
 * @param identifies repetitions of Identify with the present credentials
 * @param windowOver whether the session was lost too long ago to be resumed
 * @param haste how soon the next rejoin may be
 * @param delay the wait of the present back-off
 * @param waited whether that wait is over, and only the main gateway is missing
 * @param setbacks what failed how often in a row
 */
public record Retries(
    int resumes,
    int rejoins,
    int identifies,
    boolean windowOver,
    Haste haste,
    Duration delay,
    boolean waited,
    Setbacks setbacks) {

  /** How soon a rejoin may be. */
  public enum Haste {
    /** As the number of attempts says. */
    NONE,
    /** The first one sooner: Discord has ended the session. */
    SOON,
    /** At once: nothing is wrong with Discord. */
    AT_ONCE
  }

  /**
   * Failures in a row, or within a window.
   *
   * @param opens of opening the UDP socket
   * @param discoveries of IP discovery
   * @param serverNotFound closes with 4011
   * @param authentications closes with 4004
   * @param protocolErrors closes that blame one of our messages
   */
  public record Setbacks(
      int opens, int discoveries, int serverNotFound, int authentications, int protocolErrors) {
    static final Setbacks NONE = new Setbacks(0, 0, 0, 0, 0);

    Setbacks open() {
      return new Setbacks(opens + 1, discoveries, serverNotFound, authentications, protocolErrors);
    }

    Setbacks discovery() {
      return new Setbacks(opens, discoveries + 1, serverNotFound, authentications, protocolErrors);
    }

    Setbacks notFound() {
      return new Setbacks(opens, discoveries, serverNotFound + 1, authentications, protocolErrors);
    }

    Setbacks authentication() {
      return new Setbacks(opens, discoveries, serverNotFound, authentications + 1, protocolErrors);
    }

    Setbacks withProtocolErrors(int changed) {
      return new Setbacks(opens, discoveries, serverNotFound, authentications, changed);
    }
  }

  static final Retries NONE =
      new Retries(0, 0, 0, false, Haste.NONE, Duration.ZERO, false, Setbacks.NONE);

  /** All is forgiven, but for errors of the protocol, which have a window of their own. */
  Retries stable() {
    return new Retries(
        0,
        0,
        0,
        false,
        Haste.NONE,
        Duration.ZERO,
        false,
        Setbacks.NONE.withProtocolErrors(setbacks.protocolErrors()));
  }

  Retries resuming() {
    return new Retries(
        resumes + 1, rejoins, identifies, windowOver, haste, delay, waited, setbacks);
  }

  Retries freshCredentials() {
    return new Retries(resumes, rejoins, 0, windowOver, haste, delay, waited, setbacks);
  }

  Retries withoutWindow() {
    return new Retries(resumes, rejoins, identifies, true, haste, delay, waited, setbacks);
  }

  Retries hasten(Haste changed) {
    return new Retries(resumes, rejoins, identifies, windowOver, changed, delay, waited, setbacks);
  }

  Retries waitingFor(BackoffPlan plan, Duration newDelay) {
    return new Retries(
        resumes,
        plan == BackoffPlan.REJOIN ? rejoins + 1 : rejoins,
        plan == BackoffPlan.IDENTIFY ? identifies + 1 : identifies,
        windowOver,
        Haste.NONE,
        newDelay,
        false,
        setbacks);
  }

  Retries waitIsOver() {
    return new Retries(resumes, rejoins, identifies, windowOver, haste, delay, true, setbacks);
  }

  Retries with(Setbacks changed) {
    return new Retries(resumes, rejoins, identifies, windowOver, haste, delay, waited, changed);
  }
}
