package dev.antiphon.internal.flow;

import static dev.antiphon.flow.FailureCause.RETRIES_EXHAUSTED;
import static dev.antiphon.internal.flow.Action.*;
import static dev.antiphon.internal.flow.Guard.*;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.machine.TableWriter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Adds the sentences of the flow: how it tries again, and what is late. */
final class FlowWriter extends TableWriter<Substate, EventKind, Guard, Action, FlowWriter> {

  FlowWriter() {
    super(substates(), List.of(EventKind.values()));
  }

  @Override
  protected FlowWriter self() {
    return this;
  }

  /** The next rows are for waits in which Discord acts, and answers no op 4 of ours. */
  FlowWriter whereDiscordActs() {
    return in(
        Arrays.stream(WaitReason.values())
            .filter(WaitReason::isForDiscord)
            .toArray(WaitReason[]::new));
  }

  /** Rejoins after a wait while the budget lasts; without it the connection has failed (E12). */
  FlowWriter rejoin(Action... actions) {
    return rejoin(List.of(actions), List.of());
  }

  /** The same, but soon: Discord has ended the session, or will not resume it. */
  FlowWriter rejoinSoon(Action... actions) {
    return rejoin(List.of(actions), List.of(SOON));
  }

  /** The same, without a wait: nothing is wrong with Discord. */
  FlowWriter rejoinAtOnce(Action... actions) {
    return rejoin(List.of(actions), List.of(AT_ONCE));
  }

  private FlowWriter rejoin(List<Action> actions, List<Action> haste) {
    return when(MAY_REJOIN)
        .goTo(BackoffPlan.REJOIN)
        .doing(actions)
        .doing(haste)
        .otherwise()
        .goTo(RETRIES_EXHAUSTED)
        .doing(actions);
  }

  /** Resumes at once while the budget lasts, else rejoins. */
  FlowWriter resume(Action... actions) {
    return when(MAY_RESUME).goTo(VoiceState.RESUMING).doing(actions).rejoin(actions);
  }

  /** Resumes after a wait while the budget lasts, else rejoins soon: the resume has failed. */
  FlowWriter resumeLater(Action... actions) {
    return when(MAY_RESUME).goTo(BackoffPlan.RESUME).doing(actions).rejoinSoon(actions);
  }

  /** Identifies again after a wait, once for each set of credentials, else rejoins. */
  FlowWriter identifyLater(Action... actions) {
    return when(MAY_IDENTIFY_AGAIN).goTo(BackoffPlan.IDENTIFY).doing(actions).rejoin(actions);
  }

  /** A late event: ignored. */
  FlowWriter stale() {
    return ignore("stale");
  }

  /** The peer broke the protocol, and the listener hears of it. */
  FlowWriter violation() {
    return violate().doing(REPORT_VIOLATION);
  }

  /** Those of each state in their order; a state that has none stands for itself. */
  private static List<Substate> substates() {
    return Arrays.stream(VoiceState.values()).<Substate>flatMap(FlowWriter::of).toList();
  }

  private static Stream<? extends Substate> of(VoiceState state) {
    return switch (state) {
      case AWAITING_SERVER_UPDATE -> Arrays.stream(WaitReason.values());
      case BACKOFF -> Arrays.stream(BackoffPlan.values());
      case DISCONNECTED -> Arrays.stream(DisconnectReason.values());
      case FAILED -> Arrays.stream(FailureCause.values());
      default -> Stream.of(state);
    };
  }
}
