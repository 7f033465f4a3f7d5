package dev.antiphon.internal.flow;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What has been tried since the connection last stood long enough ({@link FlowTimer#STABLE}).
 *
 * @param resumes attempts to resume
 * @param rejoins attempts to rejoin
 * @param identifies repetitions of Identify with the present credentials
 * @param windowOver whether the session was lost too long ago to be resumed
 * @param haste how soon the next rejoin may be
 * @param changes changes that Discord itself has driven (rule G11)
 * @param pace how long the next dial waits because there were too many of them
 * @param questions the number of the last question to the application's policy; it grows, too, when
 *     no answer to a former one is wanted any more
 * @param setbacks what failed how often in a row
 */
public record Retries(
    int resumes,
    int rejoins,
    int identifies,
    boolean windowOver,
    Haste haste,
    int changes,
    Duration pace,
    int questions,
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
      new Retries(0, 0, 0, false, Haste.NONE, 0, Duration.ZERO, 0, Setbacks.NONE);

  /**
   * All is forgiven, but for errors of the protocol, which have a window of their own. Questions
   * are numbered on.
   */
  Retries forgiven() {
    return NONE.change(
        draft -> {
          draft.questions = questions;
          draft.setbacks = Setbacks.NONE.withProtocolErrors(setbacks.protocolErrors());
        });
  }

  Retries resuming() {
    return change(draft -> draft.resumes++);
  }

  Retries freshCredentials() {
    return change(draft -> draft.identifies = 0);
  }

  Retries withoutWindow() {
    return change(draft -> draft.windowOver = true);
  }

  Retries hasten(Haste changed) {
    return change(draft -> draft.haste = changed);
  }

  /** A wait begins; the attempt that it is for counts. */
  Retries waitingFor(BackoffPlan plan) {
    return change(
        draft -> {
          draft.rejoins += plan == BackoffPlan.REJOIN ? 1 : 0;
          draft.identifies += plan == BackoffPlan.IDENTIFY ? 1 : 0;
          draft.haste = Haste.NONE;
        });
  }

  /** The wait that goes on is for a rejoin, which counts as an attempt. */
  Retries rejoining() {
    return change(draft -> draft.rejoins++);
  }

  /** Discord has driven one more change; after too many the next dial is paced. */
  Retries changed(RetryLimits limits) {
    return change(
        draft -> {
          draft.changes++;
          draft.pace = Backoff.pace(limits, draft.changes);
        });
  }

  /** The dial goes out, at the pace that was due. */
  Retries dialled() {
    return change(draft -> draft.pace = Duration.ZERO);
  }

  /** One more question goes to the application's policy. */
  Retries asking() {
    return change(draft -> draft.questions++);
  }

  Retries with(Setbacks changed) {
    return change(draft -> draft.setbacks = changed);
  }

  private Retries change(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.retries();
  }

  /**
   * What has been tried, while it is being changed, so that a change names only what it changes.
   */
  private static final class Draft {
    private int resumes;
    private int rejoins;
    private int identifies;
    private boolean windowOver;
    private Haste haste;
    private int changes;
    private Duration pace;
    private int questions;
    private Setbacks setbacks;

    Draft(Retries from) {
      resumes = from.resumes;
      rejoins = from.rejoins;
      identifies = from.identifies;
      windowOver = from.windowOver;
      haste = from.haste;
      changes = from.changes;
      pace = from.pace;
      questions = from.questions;
      setbacks = from.setbacks;
    }

    Retries retries() {
      return new Retries(
          resumes, rejoins, identifies, windowOver, haste, changes, pace, questions, setbacks);
    }
  }
}
