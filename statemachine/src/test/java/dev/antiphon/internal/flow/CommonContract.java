package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.machine.Outcome;
import java.time.Duration;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/** The parts of the {@link Contract} that are common to several kinds of events. */
final class CommonContract {
  private static final Set<VoiceState> RESTING =
      EnumSet.of(VoiceState.IDLE, VoiceState.AWAITING_SERVER_UPDATE);

  private final FlowLimits limits;
  private final FlowMemory before;
  private final FlowDecision step;
  private final FlowMemory after;

  CommonContract(FlowLimits limits, FlowMemory before, FlowDecision step) {
    this.limits = limits;
    this.before = before;
    this.step = step;
    this.after = step.memory();
  }

  FlowLimits limits() {
    return limits;
  }

  boolean reasonBefore(Substate reason) {
    return step.before().at().substate() == reason;
  }

  boolean reasonAfter(Substate reason) {
    return step.after().at().substate() == reason;
  }

  /** The delay of the back-off that has just started. */
  private Duration delay() {
    if (step.after().at() instanceof FlowState.BackingOff wait) {
      return wait.delay();
    }
    throw new AssertionError("no back-off after " + step);
  }

  boolean reports() {
    return does(Effect.ReportViolation.class::isInstance);
  }

  boolean startsHeartbeat() {
    return does(Effect.StartHeartbeat.class::isInstance);
  }

  boolean aborts() {
    return does(new Effect.AbortSocket(before.socket().generation())::equals);
  }

  boolean leaves() {
    return does(
        effect ->
            effect instanceof Effect.SendVoiceState send
                && send.channelId().isEmpty()
                && !step.to().isTerminal());
  }

  private boolean does(Predicate<Effect> which) {
    return step.effects().stream().anyMatch(which);
  }

  /** A new request of the application resets the budgets and sets the requested channel. */
  void byCommand() {
    boolean refused = step.row().outcome() == Outcome.REFUSED;
    if (refused || step.to().isTerminal()) {
      return;
    }
    if (step.event() instanceof Command.Reconnect) {
      countsAreReset();
      if (step.to() == VoiceState.BACKOFF && step.row().changesState()) {
        expect(delay(), Duration.ZERO, "the delay");
      }
    }
    OptionalLong channel = channelOfCommand();
    if (channel.isEmpty()) {
      return;
    }
    if (step.from() == VoiceState.ESTABLISHED) {
      boolean stays = channel.equals(before.intent().target());
      OptionalLong pending = stays ? OptionalLong.empty() : channel;
      expect(after.intent().pendingMove(), pending, "the pending move");
      if (!stays && !channel.equals(before.intent().pendingMove())) {
        countsAreReset();
      }
    } else {
      expect(after.intent().target(), channel, "the target");
      expect(after.intent().pendingMove(), OptionalLong.empty(), "the pending move");
      boolean another =
          !channel.equals(before.intent().target()) || before.intent().pendingMove().isPresent();
      if (another && step.from() != VoiceState.IDLE) {
        countsAreReset();
        expect(after.timers().isArmed(FlowTimer.SETTLE), false, "the settle timer runs");
      }
    }
  }

  private OptionalLong channelOfCommand() {
    if (step.event() instanceof Command.Join join) {
      return OptionalLong.of(join.channelId());
    }
    return step.event() instanceof Command.Move move
        ? OptionalLong.of(move.channelId())
        : OptionalLong.empty();
  }

  /** Counts and modes have their initial values, except for an attempt that this step starts. */
  void countsAreReset() {
    Retries now = after.retries();
    expect(now.resumes(), 0, "resumes");
    expect(now.identifies(), 0, "identifies");
    assertThat(now.rejoins()).as("rejoins after %s", step).isLessThanOrEqualTo(1);
    expect(now.changes(), 0, "changes");
    expect(now.voiceStates(), 0, "own op 4");
    expect(now.windowOver(), false, "the resume window is over");
    expect(now.failures().authentications(), 0, "refused tokens");
    expect(now.failures().discoveries(), 0, "discoveries");
    expect(now.failures().unusableServers(), 0, "unusable servers");
    expect(after.udp().modes(), limits.modes(), "modes");
    expect(after.timers().isArmed(FlowTimer.RESUME_WINDOW), false, "the resume window timer runs");
  }

  /** Rule G11: a change by Discord during a handshake or a call is counted. */
  void changes() {
    boolean byDiscord =
        step.event() instanceof VoiceEvent.OwnVoiceState
            || step.event() instanceof VoiceEvent.VoiceServer
            || step.event() instanceof VoiceEvent.SocketClosed;
    boolean forDiscord =
        step.after().at() instanceof FlowState.Waiting waiting && waiting.why().isForDiscord();
    boolean dialled = step.to() == VoiceState.IDENTIFYING;
    boolean driven =
        byDiscord
            && step.row().changesState()
            && !RESTING.contains(step.from())
            && (dialled || step.to() == VoiceState.AWAITING_SERVER_UPDATE && forDiscord);
    if (driven) {
      expect(after.retries().changes(), before.retries().changes() + 1, "changes");
    }
  }

  /**
   * Rule G9: a pending move ends when it is confirmed, or becomes the target when the call before
   * it has ended. Any other end is reported as a failure.
   */
  void moves(boolean pursued, boolean ofAnotherProcess) {
    OptionalLong pending = before.intent().pendingMove();
    if (step.event() instanceof VoiceEvent.VoiceStateNotSent && !RESTING.contains(step.from())) {
      expect(after.intent().pendingMove(), OptionalLong.empty(), "the pending move");
    }
    boolean confirmed =
        step.event() instanceof VoiceEvent.OwnVoiceState voiceState
            && voiceState.channelId().equals(pending)
            && !ofAnotherProcess;
    if (pending.isEmpty() || step.to().isTerminal()) {
      return;
    }
    boolean goesOn = after.intent().pendingMove().equals(pending);
    boolean taken = channelOfCommand().equals(pending);
    boolean reported =
        does(
            effect ->
                effect instanceof Effect.FailMove fail && fail.channelId() == pending.getAsLong()
                    || effect instanceof Effect.FailRequests failed && failed.kept().isEmpty());
    if (confirmed) {
      expect(after.intent().target(), pending, "the target");
      expect(goesOn, false, "the move is still pending");
    } else if (!taken) {
      expect(reported, !goesOn && !pursued, "the failure of the move is reported");
    }
  }

  /** The policy is asked about each attempt that the application did not request. */
  void policy() {
    if (!limits.policy() || step.to().isTerminal()) {
      return;
    }
    boolean severed =
        step.event() instanceof VoiceEvent.SocketClosed closed
            && (closed.code() == 4014 || closed.code() == 4022);
    if (severed) {
      expect(asks(PolicyQuestion.WINDOW), true, "the policy is asked for a window");
    }
    boolean counted = after.retries().rejoins() > before.retries().rejoins();
    boolean newSession =
        step.event() instanceof VoiceEvent.MainSession session
            && session.change() == VoiceEvent.MainSession.Change.NEW
            && reasonAfter(WaitReason.REJOIN)
            && !reasonBefore(WaitReason.JOIN)
            && !reasonBefore(WaitReason.MOVE)
            && !reasonBefore(BackoffPlan.REJOIN);
    boolean unlisted =
        step.event() instanceof VoiceEvent.OwnVoiceState
            && step.row().changesState()
            && reasonAfter(WaitReason.REJOIN)
            && !before.intent().leaving();
    if (!(step.event() instanceof Command) && (counted || newSession || unlisted)) {
      expect(asks(PolicyQuestion.REJOIN), true, "the policy is asked about the rejoin");
    }
    if (step.from() == VoiceState.IDLE && step.row().changesState()) {
      expect(asks(PolicyQuestion.BUDGETS), true, "the policy is asked for budgets");
    }
  }

  private boolean asks(PolicyQuestion question) {
    return does(effect -> effect instanceof Effect.AskPolicy ask && ask.question() == question);
  }

  /** An end is reported, and drops the credentials. */
  void atTheEnd() {
    expect(does(new Effect.CompleteEnd()::equals), true, "the end is reported");
    expect(does(new Effect.DropCredentials()::equals), true, "credentials are dropped");
  }

  /** The delay of a rejoin. */
  void rejoinDelay(boolean sessionOver) {
    boolean waits =
        step.to() == VoiceState.BACKOFF
            && step.row().changesState()
            && reasonAfter(BackoffPlan.REJOIN);
    if (!waits) {
      return;
    }
    boolean refused =
        step.event() instanceof VoiceEvent.SocketClosed closed
            && closed.code() >= 4001
            && closed.code() != 4015
            && step.kind() != EventKind.CLOSE_4000;
    boolean ofTheServer =
        step.event() instanceof VoiceEvent.OfSocket
            || step.event() instanceof VoiceEvent.TimerFired;
    boolean resumeFailed = step.from() == VoiceState.RESUMING && ofTheServer && !refused;
    int rejoins = before.retries().rejoins();
    if (rejoins == 0 && (sessionOver || resumeFailed)) {
      expect(delay(), limits.retries().soonDelay(), "the delay");
    } else {
      Duration full = Duration.ofSeconds(Math.min(30, 1L << rejoins));
      assertThat(delay()).as("the delay after %s", step).isBetween(full.dividedBy(2), full);
    }
  }

  private void expect(Object actual, Object expected, String name) {
    if (!actual.equals(expected)) {
      assertThat(actual).as("%s after %s", name, step).isEqualTo(expected);
    }
  }
}
