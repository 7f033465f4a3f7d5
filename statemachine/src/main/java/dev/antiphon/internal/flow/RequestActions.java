package dev.antiphon.internal.flow;

import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RequestFailure;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.flow.Intent.PendingRequest;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a step does with the requests of the application: joins, moves and reconnects.
 *
 * <p>Invariant: {@link FlowTimer#DECIDE} runs exactly while a request is pending, and {@link
 * FlowTimer#RECOVERY} runs exactly while a connection is lost that was established before. No event
 * of Discord starts one of them again.
 */
final class RequestActions {
  private RequestActions() {}

  /** Makes the channel of this command the target. */
  static void setTarget(Step step) {
    step.situation()
        .channelOfEvent()
        .ifPresent(channel -> step.setIntent(intent -> intent.withTarget(channel)));
  }

  /** Starts the deadline of a join. Only an answer to this join counts from now on. */
  static void awaitJoin(Step step) {
    await(PendingRequest.JOIN, step);
    step.setIntent(Intent::withFreshRequest);
  }

  /** Starts the deadline of a move. Before the connection was established, a move is a join. */
  static void awaitMove(Step step) {
    PendingRequest pending = step.memory().intent().pendingRequest();
    await(pending == PendingRequest.JOIN ? pending : PendingRequest.MOVE, step);
  }

  /** Starts the deadline of a reconnect. While a join or a move is pending, it is part of it. */
  static void awaitReconnect(Step step) {
    PendingRequest pending = step.memory().intent().pendingRequest();
    await(pending == PendingRequest.NONE ? PendingRequest.RECONNECT : pending, step);
  }

  /** A request that joins a pending one has the deadline of that one. */
  private static void await(PendingRequest kind, Step step) {
    step.setIntent(intent -> intent.withPendingRequest(kind));
    step.armOnce(FlowTimer.DECIDE);
  }

  /** Notifies the waiting joins that the connection is established. A pending move continues. */
  static void completeJoin(Step step) {
    Intent intent = step.memory().intent();
    intent.target().ifPresent(channel -> step.emit(new Effect.CompleteJoin(channel)));
    if (intent.pendingMove().isEmpty()) {
      endRequests(step);
    }
  }

  /** Fails the pending move, if there is one. */
  static void failMove(RequestFailure why, Step step) {
    step.memory()
        .intent()
        .pendingMove()
        .ifPresent(
            channel -> {
              step.emit(new Effect.FailMove(channel, why));
              endMove(step);
            });
  }

  /** Fails the pending move, which was not confirmed in time. */
  static void failUnansweredMove(Step step) {
    failMove(RequestFailure.NOT_ANSWERED, step);
    cancelUnsentMove(step);
  }

  /** Fails the move that was not decided in time. */
  static void failUndecidedMove(Step step) {
    boolean unconfirmed = step.memory().intent().pendingMove().isPresent();
    reportUndecided(step);
    endMove(step);
    if (unconfirmed) {
      cancelUnsentMove(step);
    }
  }

  /** If the op 4 of a failed move still waits to be sent, another op 4 replaces it. */
  private static void cancelUnsentMove(Step step) {
    if (!step.memory().mainUp()) {
      step.sendSelfFlags();
    }
  }

  /** Fails the reconnect that was not decided in time. */
  static void failUndecidedReconnect(Step step) {
    reportUndecided(step);
    endRequests(step);
  }

  private static void reportUndecided(Step step) {
    step.emit(new Effect.FailRequests(OptionalLong.empty(), RequestFailure.UNDECIDED));
  }

  /** Fails every pending request, except those for the channel of this command. */
  static void supersedeOtherChannels(Step step) {
    OptionalLong wanted = step.situation().channelOfEvent();
    Intent intent = step.memory().intent();
    boolean pending = intent.pendingRequest() != PendingRequest.NONE;
    if (pending && !intent.pendingMove().equals(wanted)) {
      step.emit(new Effect.FailRequests(wanted, RequestFailure.SUPERSEDED));
      step.disarm(FlowTimer.DECIDE);
    }
    step.disarm(FlowTimer.MOVE);
    step.setIntent(Intent::withoutMove);
  }

  private static void endMove(Step step) {
    step.disarm(FlowTimer.MOVE);
    step.setIntent(Intent::withoutMove);
    endRequests(step);
    step.endPairingIfOver();
  }

  private static void endRequests(Step step) {
    step.disarm(FlowTimer.DECIDE);
    step.setIntent(Intent::withoutRequests);
  }

  /**
   * Continues with the last join or move, because the call before it has ended. Its op 4 is sent
   * again, unless it is the last one that was sent.
   */
  static void pursue(Step step) {
    if (step.memory().intent().pendingMove().isPresent()) {
      step.disarm(FlowTimer.MOVE);
      step.setIntent(Intent::withMoveAsTarget);
    }
    Intent intent = step.memory().intent();
    if (!intent.unanswered() || !intent.requestedChannel().equals(intent.target())) {
      step.setIntent(Intent::newRound);
      step.leaveIfListedInTarget();
      step.sendRequest(Duration.ZERO);
    } else if (hasVoiceServerOfAnswer(step)) {
      step.setCredentials(Credentials::dialled);
    } else {
      step.setCredentials(Credentials::newRound);
      step.disarm(FlowTimer.PAIR);
    }
  }

  /** Uses the session of this voice state with the known voice server. */
  static void tryOtherSession(Step step) {
    step.recordListedChannel();
    step.setIntent(Intent::withSessionContested);
    if (step.event() instanceof VoiceEvent.OwnVoiceState voiceState) {
      step.setCredentials(known -> known.withSession(voiceState.session()));
      step.disarm(FlowTimer.PAIR);
    }
  }

  /** The voice server came after the op 4, so it can be one half of the answer (rule G3). */
  private static boolean hasVoiceServerOfAnswer(Step step) {
    return step.from().state() == VoiceState.AWAITING_SERVER_UPDATE
        && step.memory().credentials().unpaired() == Credentials.Unpaired.VOICE_SERVER;
  }

  /** Starts the deadline for a connection that is lost now. */
  static void awaitRecovery(Step step) {
    step.arm(FlowTimer.RECOVERY, step.limits().recoveryDelay(step.memory().budgets()));
  }

  /** Gives a lost connection its full time again, because of a request of the application. */
  static void restartRecovery(Step step) {
    boolean lost = step.memory().timers().isArmed(FlowTimer.RECOVERY);
    if (lost && step.from().state() != VoiceState.ESTABLISHED) {
      awaitRecovery(step);
    }
  }

  /** Waits for an event of Discord as long as the policy grants. */
  static void waitAsGranted(Step step) {
    if (step.event() instanceof PolicyAnswer.GrantWindow grant
        && step.at() instanceof FlowState.Severed severed) {
      step.setState(severed.within(grant.window()));
      step.awaitServer(grant.window());
    }
  }

  /** Ends the wait for the answer to an own leave, unless another leave is outstanding. */
  static void leaveAnswered(Step step) {
    if (!(step.event() instanceof VoiceEvent.OwnVoiceState answer && answer.leaveOutstanding())) {
      step.disarm(FlowTimer.LEAVE);
      step.setIntent(intent -> intent.withLeaveOutstanding(false));
    }
  }

  /** Waits for the answer to a leave of the previous connection, if this leave is outstanding. */
  static void awaitEarlierLeave(Step step) {
    if (step.event() instanceof Command.Join join && join.leaveOutstanding()) {
      step.setIntent(intent -> intent.withLeaveOutstanding(true));
      step.arm(FlowTimer.LEAVE);
    }
  }
}
