package dev.antiphon.internal.flow;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import java.time.Duration;
import java.util.Optional;

/** What is done whenever a state is entered or left, for every row. */
final class StateActions {

  private StateActions() {}

  static void leave(VoiceState from, VoiceState to, Step step) {
    for (FlowTimer timer : FlowTimer.values()) {
      if (FlowTimers.ownedBy(from).contains(timer)) {
        step.disarm(timer);
      }
    }
    if (from == VoiceState.ESTABLISHED && to != VoiceState.ESTABLISHED) {
      step.emit(new Effect.HoldSpeaking(step.memory().socket().generation()));
      if (!to.isTerminal()) {
        RequestActions.awaitRecovery(step);
      }
    }
    if (from.allowsAudio() && !to.allowsAudio()) {
      step.withdrawMedia();
    }
  }

  static void enter(VoiceState from, Substate to, Trigger trigger, Step step) {
    if (to instanceof WaitReason why) {
      await(why, trigger, step);
    } else if (to instanceof BackoffPlan plan) {
      backOff(plan, trigger, step);
    } else if (to instanceof DisconnectReason reason) {
      end(new FlowState.Disconnected(reason, trigger), step);
    } else if (to instanceof FailureCause cause) {
      end(new FlowState.Failed(cause, trigger), step);
    } else {
      step.setState(new FlowState.Plain(to.superstate(), trigger));
      enter(from, to.superstate(), step);
    }
  }

  private static void enter(VoiceState from, VoiceState to, Step step) {
    switch (to) {
      case IDENTIFYING -> identify(from, step);
      case RESUMING -> resume(step);
      case READY -> {
        step.setUdp(UdpMemory::opened);
        UdpMemory udp = step.memory().udp();
        step.emit(new Effect.OpenUdp(udp.generation(), udp.grant().server()));
        step.arm(FlowTimer.DISCOVERY);
      }
      case DISCOVERING -> {
        Action.SEND_DISCOVERY.apply(step);
        step.arm(FlowTimer.DISCOVERY);
      }
      case SELECTING -> {
        step.emit(
            new Effect.SelectProtocol(
                step.memory().socket().generation(),
                step.memory().udp().own(),
                step.memory().udp().mode().orElseThrow()));
        step.arm(FlowTimer.DESCRIPTION);
      }
      case ESTABLISHED -> establish(step);
      default -> {
        // No row leads to Idle. The other states have substates, which enter() handles.
      }
    }
  }

  private static void release(Step step) {
    step.closeSocket();
    step.closeUdp();
  }

  private static void await(WaitReason why, Trigger trigger, Step step) {
    step.setState(waiting(why, trigger, step));
    release(step);
    step.awaitMainGateway();
    if (why.isSevered()) {
      step.askPolicy(PolicyQuestion.WINDOW);
    }
  }

  /** A channel is left only if Discord lists the bot there. */
  private static FlowState waiting(WaitReason why, Trigger trigger, Step step) {
    return switch (why) {
      case SEVERED_4014, SEVERED_4022 ->
          new FlowState.Severed(
              why, trigger, Optional.empty(), Guard.MAIN_SESSION_LOST.holds(step.situation()));
      case REJOIN_LEAVING ->
          new FlowState.Leaving(step.memory().intent().listed().orElseThrow(), trigger);
      default -> new FlowState.Awaiting(why, trigger);
    };
  }

  private static void identify(VoiceState from, Step step) {
    release(step);
    if (from != VoiceState.BACKOFF) {
      step.setRetries(Retries::withFreshCredentials);
    }
    step.setCredentials(Credentials::dialled);
    Duration pace = step.memory().retries().pace();
    if (pace.isZero()) {
      Action.DIAL.apply(step);
    } else {
      step.setRetries(Retries::withoutPace);
      step.arm(FlowTimer.PACE, pace);
    }
  }

  private static void resume(Step step) {
    step.closeSocket();
    step.setRetries(Retries::withResumeCounted);
    step.armOnce(FlowTimer.RESUME_WINDOW);
    step.setSocket(SocketMemory::dialled);
    step.emit(
        new Effect.RedialGateway(
            step.memory().socket().generation(), step.memory().credentials().endpoint()));
    step.publishMedia();
    step.arm(FlowTimer.DIAL);
  }

  private static void backOff(BackoffPlan plan, Trigger trigger, Step step) {
    step.closeSocket();
    if (plan != BackoffPlan.RESUME) {
      step.closeUdp();
    }
    step.backOff(plan, trigger);
    if (plan == BackoffPlan.REJOIN) {
      if (!step.memory().mainUp()) {
        step.arm(FlowTimer.HOLD);
      }
      if (!(step.event() instanceof Command)) {
        step.askPolicy(PolicyQuestion.REJOIN);
      }
    }
  }

  private static void establish(Step step) {
    step.emit(
        new Effect.AnnounceSpeaking(
            step.memory().socket().generation(), step.memory().udp().ssrc()));
    step.publishMedia();
    KeyActions.established(step);
    step.disarm(FlowTimer.RECOVERY);
    step.invalidateQuestion();
    Action.COMPLETE_JOIN.apply(step);
    if (step.memory().intent().shownWrongly() && Guard.VOICE_STATES_LEFT.holds(step.situation())) {
      step.sendSelfFlags();
      step.countVoiceState();
    }
  }

  /** Starts heartbeats, or changes their interval to the one of this Hello. */
  static void startHeartbeat(Step step) {
    boolean first = !step.memory().socket().hello();
    step.disarm(FlowTimer.HELLO);
    step.setSocket(SocketMemory::withHello);
    if (step.event() instanceof VoiceEvent.HelloReceived hello) {
      HeartbeatInterval interval = HeartbeatInterval.of(hello.intervalMillis());
      if (interval.corrected() && first) {
        step.emit(new Effect.ReportViolation(EventKind.HELLO));
      }
      step.emit(
          new Effect.StartHeartbeat(step.memory().socket().generation(), interval.milliseconds()));
    }
  }

  private static void end(FlowState end, Step step) {
    step.setState(end);
    if (mustSendLeave(end.substate(), step.memory())) {
      step.leaveWithoutAnswer();
    }
    release(step);
    for (FlowTimer timer : FlowTimer.values()) {
      step.disarm(timer);
    }
    step.setIntent(Intent::withoutRequests);
    step.emit(new Effect.DropCredentials());
    step.emit(new Effect.CompleteEnd());
  }

  /**
   * Returns whether a leave is needed so that no ghost stays in the channel. A guild that was
   * removed takes no op 4, and a leave would remove another process that has taken over.
   */
  private static boolean mustSendLeave(Substate reason, FlowMemory memory) {
    return reason != DisconnectReason.GUILD_REMOVED
        && reason != DisconnectReason.REPLACED
        && memory.intent().mayBeListed();
  }
}
