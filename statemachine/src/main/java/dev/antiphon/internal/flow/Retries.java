package dev.antiphon.internal.flow;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The attempts since the connection was last stable ({@link FlowTimer#STABLE}).
 *
 * @param resumes attempts to resume
 * @param rejoins attempts to rejoin
 * @param identifies repetitions of Identify with the current credentials
 * @param windowOver whether the session was lost too long ago to be resumed
 * @param rejoinDelay which wait comes before the next rejoin
 * @param changes changes that Discord started (rule G11)
 * @param pace the wait before the next dial, after too many such changes
 * @param voiceStates op 4 that the library has sent without a request of the application; a leave
 *     and the join after it count as one
 * @param questions the number of the last question to the application's policy; it also grows when
 *     the answer to an earlier question is no longer wanted
 * @param failures counts of failures with a limit of their own
 */
public record Retries(
    int resumes,
    int rejoins,
    int identifies,
    boolean windowOver,
    RejoinDelay rejoinDelay,
    int changes,
    Duration pace,
    int voiceStates,
    int questions,
    FailureCounts failures) {

  /** The kind of wait before a rejoin. */
  public enum RejoinDelay {
    /** By the number of attempts. */
    BY_ATTEMPT,
    /** Short before the first rejoin, because Discord has ended the session. */
    SHORT,
    /** None, because the cause is not a failure of Discord. */
    ZERO
  }

  /**
   * Counts of failures since the connection was last stable, or within a window.
   *
   * @param opens UDP sockets that could not be opened
   * @param discoveries IP discoveries without an answer
   * @param serverNotFound closes with 4011
   * @param authentications closes with 4004
   * @param protocolErrors closes that blame a message of the library
   * @param unusableServers dials that failed, and a retry with the same endpoint cannot help
   */
  public record FailureCounts(
      int opens,
      int discoveries,
      int serverNotFound,
      int authentications,
      int protocolErrors,
      int unusableServers) {
    static final FailureCounts NONE = new FailureCounts(0, 0, 0, 0, 0, 0);

    /** The limit of unusable servers: after the first one, a rejoin asks for another endpoint. */
    static final int UNUSABLE_SERVERS = 2;

    FailureCounts withOpen() {
      return new FailureCounts(
          opens + 1, discoveries, serverNotFound, authentications, protocolErrors, unusableServers);
    }

    FailureCounts withDiscovery() {
      return new FailureCounts(
          opens, discoveries + 1, serverNotFound, authentications, protocolErrors, unusableServers);
    }

    FailureCounts withServerNotFound() {
      return new FailureCounts(
          opens, discoveries, serverNotFound + 1, authentications, protocolErrors, unusableServers);
    }

    FailureCounts withAuthentication() {
      return new FailureCounts(
          opens, discoveries, serverNotFound, authentications + 1, protocolErrors, unusableServers);
    }

    FailureCounts withProtocolErrors(int changed) {
      return new FailureCounts(
          opens, discoveries, serverNotFound, authentications, changed, unusableServers);
    }

    FailureCounts withUnusableServer() {
      return new FailureCounts(
          opens, discoveries, serverNotFound, authentications, protocolErrors, unusableServers + 1);
    }
  }

  static final Retries NONE =
      new Retries(
          0, 0, 0, false, RejoinDelay.BY_ATTEMPT, 0, Duration.ZERO, 0, 0, FailureCounts.NONE);

  /**
   * Resets everything except the protocol errors, which have a window of their own, and the numbers
   * of questions, which continue.
   */
  Retries reset() {
    return NONE.change(
        draft -> {
          draft.questions = questions;
          draft.failures = FailureCounts.NONE.withProtocolErrors(failures.protocolErrors());
        });
  }

  Retries withResumeCounted() {
    return change(draft -> draft.resumes++);
  }

  Retries withFreshCredentials() {
    return change(draft -> draft.identifies = 0);
  }

  Retries withResumeWindowOver() {
    return change(draft -> draft.windowOver = true);
  }

  Retries with(RejoinDelay changed) {
    return change(draft -> draft.rejoinDelay = changed);
  }

  /** Records the start of a wait. The attempt after it counts. */
  Retries withAttemptCounted(BackoffPlan plan) {
    return change(
        draft -> {
          draft.rejoins += plan == BackoffPlan.REJOIN ? 1 : 0;
          draft.identifies += plan == BackoffPlan.IDENTIFY ? 1 : 0;
          draft.rejoinDelay = RejoinDelay.BY_ATTEMPT;
        });
  }

  /** Records that the current wait is now for a rejoin, which counts as an attempt. */
  Retries withRejoinCounted() {
    return change(draft -> draft.rejoins++);
  }

  /** Counts a change that Discord started. After too many of them the next dial is paced. */
  Retries withChangeCounted(RetryLimits limits) {
    return change(
        draft -> {
          draft.changes++;
          draft.pace = Backoff.pace(limits, draft.changes);
        });
  }

  /** Records that the pace is applied to the current dial. */
  Retries withoutPace() {
    return change(draft -> draft.pace = Duration.ZERO);
  }

  /** Counts an op 4 that the library sends without a request of the application. */
  Retries withVoiceStateCounted() {
    return change(draft -> draft.voiceStates++);
  }

  /** Takes the number of the next question to the application's policy. */
  Retries withNextQuestion() {
    return change(draft -> draft.questions++);
  }

  Retries with(FailureCounts changed) {
    return change(draft -> draft.failures = changed);
  }

  private Retries change(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.retries();
  }

  /** A mutable copy, so that each change names only the values that it changes. */
  private static final class Draft {
    private int resumes;
    private int rejoins;
    private int identifies;
    private boolean windowOver;
    private RejoinDelay rejoinDelay;
    private int changes;
    private Duration pace;
    private int voiceStates;
    private int questions;
    private FailureCounts failures;

    Draft(Retries from) {
      resumes = from.resumes;
      rejoins = from.rejoins;
      identifies = from.identifies;
      windowOver = from.windowOver;
      rejoinDelay = from.rejoinDelay;
      changes = from.changes;
      pace = from.pace;
      voiceStates = from.voiceStates;
      questions = from.questions;
      failures = from.failures;
    }

    Retries retries() {
      return new Retries(
          resumes,
          rejoins,
          identifies,
          windowOver,
          rejoinDelay,
          changes,
          pace,
          voiceStates,
          questions,
          failures);
    }
  }
}
