package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RequestFailure;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.machine.Titled;
import dev.antiphon.protocol.CloseCode;
import dev.antiphon.protocol.EncryptionMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a row does, except the change of state. Each action is a pure change of the step's draft.
 * Work outside the flow is returned as an {@link Effect}.
 */
public enum Action implements Titled {
  /** Makes the channel of this command the target. */
  SET_TARGET(RequestActions::setTarget),
  /**
   * Requests the target with op 4. Discord does not answer a repetition of what it knows, so a
   * channel in which it already lists the bot is left first.
   */
  SEND_VOICE_STATE(
      step -> {
        step.leaveIfListedInTarget();
        step.requestTarget(Duration.ZERO);
      }),
  /** Leaves, and requests the target again: Discord may have listed the bot there already. */
  REPEAT_AFTER_LEAVE(
      step -> {
        step.leaveAndAwaitAnswer();
        step.requestTarget(Duration.ZERO);
      }),
  /** Starts a new round and requests the target, as {@link #SEND_VOICE_STATE} does. */
  SEND_VOICE_STATE_IN_NEW_ROUND(
      step -> {
        step.setIntent(Intent::newRound);
        SEND_VOICE_STATE.apply(step);
      }),
  /** Leaves the channel in which Discord lists the bot. Requests the target after the answer. */
  LEAVE_FIRST(
      step -> {
        step.countVoiceState();
        step.setIntent(Intent::newRound);
        step.setCredentials(Credentials::newRound);
        step.endPairing();
        step.leaveAndAwaitAnswer();
      }),
  /**
   * Requests the target in a new round. If the last op 4 has no answer, Discord possibly lists the
   * bot in the target already, so a leave is sent first.
   */
  REJOIN(
      step -> {
        if (step.memory().intent().unanswered()) {
          step.leaveAndAwaitAnswer();
        }
        step.setIntent(Intent::newRound);
        step.requestTarget(Duration.ZERO);
      }),
  /**
   * Requests the target in a new round after a random delay, because all connections do so at the
   * same time.
   */
  REJOIN_AFTER_RANDOM_DELAY(
      step -> {
        step.setIntent(Intent::newRound);
        step.requestTarget(step.mainSessionDelay());
      }),
  /** Requests the channel of this command while the call continues. */
  MOVE(step -> step.situation().channelOfEvent().ifPresent(step::requestMove)),
  /** Sends op 4 for the current channel, which cancels a move at Discord. */
  REQUEST_CURRENT_CHANNEL(Step::sendSelfFlags),
  /** Fails the pending move, if there is one, because of this command. */
  FAIL_SUPERSEDED_MOVE(step -> RequestActions.failMove(RequestFailure.SUPERSEDED, step)),
  /** Fails every pending request for another channel, because of this command. */
  FAIL_REQUESTS_FOR_OTHER_CHANNELS(RequestActions::supersedeOtherChannels),
  /**
   * Fails the pending move, which was not confirmed in time. If its op 4 still waits to be sent,
   * another op 4 replaces it.
   */
  FAIL_UNANSWERED_MOVE(RequestActions::failUnansweredMove),
  /** Sends the self flags to the current channel, if the channel of a move did not answer. */
  CORRECT_SELF_FLAGS(
      step -> {
        if (step.memory().mainUp() && step.memory().intent().shownWrongly()) {
          step.sendSelfFlags();
        }
      }),
  /** Fails the pending move, because its channel was deleted or the bot may not connect to it. */
  FAIL_MOVE_WITHOUT_CHANNEL(step -> RequestActions.failMove(RequestFailure.CHANNEL_LOST, step)),
  /**
   * Fails the move that was not decided in time. If its op 4 still waits to be sent, another op 4
   * replaces it.
   */
  FAIL_UNDECIDED_MOVE(RequestActions::failUndecidedMove),
  /** Fails the reconnect that was not decided in time. */
  FAIL_UNDECIDED_RECONNECT(RequestActions::failUndecidedReconnect),
  /** Starts the deadline of a join. */
  AWAIT_JOIN(RequestActions::awaitJoin),
  /** Starts the deadline of a move. Before the connection was established, a move is a join. */
  AWAIT_MOVE(RequestActions::awaitMove),
  /** Starts the deadline of a reconnect. While a join or move is pending, it is part of it. */
  AWAIT_RECONNECT(RequestActions::awaitReconnect),
  /** Waits for the answer to the last join or move, because the call before it has ended. */
  PURSUE_REQUEST(RequestActions::pursue),
  /** Fails the pending move, if there is one, because op 4 could not be sent. */
  FAIL_UNSENT_MOVE(step -> RequestActions.failMove(RequestFailure.NOT_SENT, step)),
  /** Stores the self flags that the application wants. */
  STORE_SELF_FLAGS(
      step -> {
        if (step.event() instanceof Command.SetSelf self) {
          step.setIntent(intent -> intent.withWantedFlags(self.flags()));
        }
      }),
  /** Sends the self flags that the application wants to Discord. */
  SEND_SELF_FLAGS(Step::sendSelfFlags),
  /** Asks the application's policy whether this rejoin is allowed. */
  ASK_POLICY_ABOUT_REJOIN(step -> step.askPolicy(PolicyQuestion.REJOIN)),
  /** Asks the application's policy for the budgets of this connection. */
  ASK_POLICY_FOR_BUDGETS(step -> step.askPolicy(PolicyQuestion.BUDGETS)),
  /** Stores the budgets that the policy grants. */
  SET_BUDGETS(
      step -> {
        if (step.event() instanceof PolicyAnswer.GrantBudgets grant) {
          step.updateMemory(memory -> memory.with(grant.budgets()));
        }
      }),
  /** Waits for an event of Discord as long as the policy grants. */
  SET_WAIT_GRANTED_BY_POLICY(RequestActions::waitAsGranted),
  /** Marks the token as used up: its session is over. */
  MARK_TOKEN_USED_UP(step -> step.setCredentials(Credentials::withTokenUsedUp)),
  /** Ends the wait for the answer to an own leave, unless another leave is outstanding. */
  STOP_WAIT_FOR_ANSWER_TO_LEAVE(RequestActions::leaveAnswered),
  /** Waits for the answer to a leave of the previous connection, if this leave is outstanding. */
  WAIT_FOR_ANSWER_TO_EARLIER_LEAVE(RequestActions::awaitEarlierLeave),
  /** Discards the token and the pairing. */
  DISCARD_CREDENTIALS(
      step -> {
        step.setCredentials(Credentials::newRound);
        step.endPairing();
      }),
  /** Starts the deadline of the main gateway again. */
  RESTART_SERVER_TIMER(Step::awaitMainGateway),
  /** Starts the longer deadline in which Discord can name another voice server. */
  AWAIT_ANOTHER_SERVER(
      step -> step.awaitServer(step.situation().limits().serverDelay(WaitReason.SERVER_LOST))),
  /** Stores the channel and the credentials that this main gateway event contains. */
  STORE_DATA_OF_EVENT(Step::recordEvent),
  /** Stores the channel and the credentials of this event. The next event starts another round. */
  STORE_DATA_OF_EVENT_AND_END_ROUND(
      step -> {
        step.recordEvent();
        step.setCredentials(Credentials::dialled);
      }),
  /** Uses the session of this voice state with the known voice server. */
  TRY_OTHER_SESSION(RequestActions::tryOtherSession),
  /** Makes the channel of this voice state the target: Discord has moved the bot. */
  SET_TARGET_TO_CHANNEL_OF_BOT(Step::adoptListedChannel),
  /**
   * Counts a change that Discord started. After too many of them the next dial is paced (rule G11).
   */
  COUNT_CHANGE_BY_DISCORD(
      step ->
          step.setRetries(tried -> tried.withChangeCounted(step.situation().limits().retries()))),
  /** Waits a short time for the voice state that may follow this voice server. */
  WAIT_FOR_VOICE_STATE(step -> step.arm(FlowTimer.SETTLE)),
  /** As {@link #WAIT_FOR_VOICE_STATE}, unless the voice state of this round has arrived. */
  WAIT_FOR_MISSING_VOICE_STATE(
      step -> {
        if (!step.memory().credentials().confirmed()) {
          step.arm(FlowTimer.SETTLE);
        }
      }),
  /** Stops the wait for a voice state that may follow a voice server. */
  STOP_WAIT_FOR_VOICE_STATE(step -> step.disarm(FlowTimer.SETTLE)),
  /** Ends the wait for the other half of a change. */
  END_PAIRING(Step::endPairing),
  /** Stores whether the main gateway is connected, and whether its session is new. */
  RECORD_MAIN_SESSION(Step::recordMainSession),

  /** Dials the voice gateway at the known endpoint. */
  DIAL(
      step -> {
        step.setSocket(SocketMemory::dialled);
        step.emit(
            new Effect.DialGateway(
                step.memory().socket().generation(), step.memory().credentials().endpoint()));
        step.arm(FlowTimer.DIAL);
      }),
  /** Sends Identify at once. The server accepts it before and after its Hello. */
  IDENTIFY(
      step -> {
        step.disarm(FlowTimer.DIAL);
        KeyActions.begin(step);
        Credentials known = step.memory().credentials();
        step.emit(
            new Effect.SendIdentify(
                step.memory().socket().generation(), known.session(), known.token()));
        step.arm(FlowTimer.READY);
        step.arm(FlowTimer.HELLO);
      }),
  /** Sends Resume at once, with the last sequence number received. */
  RESUME(
      step -> {
        step.disarm(FlowTimer.DIAL);
        Credentials known = step.memory().credentials();
        step.emit(
            new Effect.SendResume(
                step.memory().socket().generation(), known.session(), known.token()));
        step.arm(FlowTimer.RESUMED);
        step.arm(FlowTimer.HELLO);
      }),
  /** Starts heartbeats, or changes their interval to the one of this Hello. */
  START_HEARTBEAT(StateActions::startHeartbeat),
  /** Stores the values of Ready: the SSRC, and the best mode that both sides support. */
  STORE_SSRC_AND_MODE(
      step -> {
        step.setIntent(Intent::withSessionProven);
        if (step.event() instanceof VoiceEvent.ReadyReceived ready) {
          EncryptionMode mode = step.memory().udp().choose(ready.offered()).orElseThrow();
          step.setUdp(
              udp ->
                  udp.granted(
                      new UdpMemory.Grant(ready.ssrc(), ready.server(), Optional.of(mode))));
        }
      }),
  /** Stores the bot's own address as the voice server sees it. */
  STORE_OWN_ADDRESS(
      step -> {
        if (step.event() instanceof VoiceEvent.Discovered discovered) {
          step.setUdp(udp -> udp.discovered(discovered.own()));
        }
      }),
  /** Stores the key of this Session Description. */
  STORE_KEY(
      step -> {
        if (step.event() instanceof VoiceEvent.Described described) {
          step.setUdp(udp -> udp.keyed(described.key()));
        }
      }),
  /** Sends and receives with the new key. */
  USE_NEW_KEY(
      step -> {
        UdpMemory udp = step.memory().udp();
        step.emit(
            new Effect.RekeyMedia(
                udp.generation(), udp.ssrc(), udp.mode().orElseThrow(), udp.key()));
      }),
  /** Sends an IP discovery packet. */
  SEND_DISCOVERY(
      step -> {
        UdpMemory udp = step.memory().udp();
        step.emit(new Effect.SendDiscovery(udp.generation(), udp.ssrc()));
        step.arm(FlowTimer.DISCOVERY_RETRY);
      }),

  /** Stores the reported status of the keys. */
  STORE_KEY_STATUS(KeyActions::store),
  /** Stores the status of the keys and starts their deadline. The connection is not stable. */
  AWAIT_KEYS(KeyActions::await),
  /** Stores the status of the keys and starts their deadline again: a change is complete. */
  AWAIT_NEXT_KEYS(KeyActions::awaitNext),
  /** Stores the status of the keys and stops their deadline. */
  STOP_WAIT_FOR_KEYS(KeyActions::available),
  /** Asks the end-to-end encryption to recover, and starts the deadline for keys again. */
  RECOVER_KEYS(KeyActions::recover),
  /** The time until the connection counts as stable begins again when keys arrive. */
  DELAY_STABLE(KeyActions::delayStable),

  /** Reports to the listener that the peer violated the protocol. */
  REPORT_VIOLATION(
      step -> {
        EventKind kind = step.event().kind(step.memory());
        step.emit(new Effect.ReportViolation(kind));
      }),
  /** Reports a close code that the library does not know. */
  REPORT_UNKNOWN_CODE(
      step -> {
        if (step.event() instanceof VoiceEvent.SocketClosed closed
            && CloseCode.of(closed.code()).isEmpty()) {
          step.emit(new Effect.ReportViolation(EventKind.CLOSE_4000));
        }
      }),
  /** Counts a violation within its window. */
  COUNT_VIOLATION(
      step -> {
        step.updateMemory(memory -> memory.withViolations(memory.violations() + 1));
        step.armOnce(FlowTimer.VIOLATIONS);
      }),
  /** Ends the window of violations. */
  RESET_VIOLATION_COUNT(step -> step.updateMemory(memory -> memory.withViolations(0))),
  /** Waits for the UDP path to recover. */
  START_UDP_FAILURE_TIMER(step -> step.arm(FlowTimer.UDP_FAILURE)),
  /** Stops the wait: the UDP path has recovered. */
  STOP_UDP_FAILURE_TIMER(step -> step.disarm(FlowTimer.UDP_FAILURE)),

  /** Limits the wait of a rejoin for the main gateway, which is away. */
  START_HOLD_TIMER(step -> step.armOnce(FlowTimer.HOLD)),
  /** Stops the wait for the main gateway, which is connected again. */
  STOP_HOLD_TIMER(step -> step.disarm(FlowTimer.HOLD)),
  /** Stores where Discord lists the bot, and nothing else. */
  STORE_CHANNEL_OF_BOT(Step::recordListedChannel),
  /** Marks the wait as over. Only the main gateway is missing. */
  MARK_WAIT_OVER(
      step -> {
        if (step.at() instanceof FlowState.BackingOff waiting) {
          step.setState(waiting.over());
        }
      }),
  /** Makes the next rejoin wait only shortly: Discord has ended the session. */
  SHORTEN_REJOIN_DELAY(step -> step.setRetries(tried -> tried.with(Retries.RejoinDelay.SHORT))),
  /** Makes the next rejoin start without a wait. */
  SKIP_REJOIN_DELAY(step -> step.setRetries(tried -> tried.with(Retries.RejoinDelay.ZERO))),
  /**
   * Changes the current wait to a wait for a rejoin: closes the UDP path and waits for the main
   * gateway.
   */
  PREPARE_REJOIN(Step::prepareRejoin),
  /** Ends the wait now. Only the main gateway is missing. */
  END_WAIT(
      step -> {
        step.disarm(FlowTimer.BACKOFF);
        if (step.at() instanceof FlowState.BackingOff waiting) {
          step.setState(waiting.cutShort());
        }
      }),
  /** Counts a rejoin that is decided during another wait. */
  COUNT_REJOIN(step -> step.setRetries(Retries::withRejoinCounted)),
  /**
   * Resets the budgets and the excluded modes. The connection was stable, or the application starts
   * again.
   */
  RESET_BUDGETS(
      step -> {
        step.disarm(FlowTimer.RESUME_WINDOW);
        RequestActions.restartRecovery(step);
        step.setRetries(Retries::reset);
        step.setUdp(udp -> udp.withModes(step.situation().limits().modes()));
      }),
  /** Assumes that Discord has carried out every earlier op 4. */
  CLEAR_OUTSTANDING_REQUESTS(step -> step.setIntent(Intent::withoutOutstanding)),
  /** Forbids resumes: the session is too old. */
  CLOSE_RESUME_WINDOW(step -> step.setRetries(Retries::withResumeWindowOver)),
  /** Counts a protocol error within its window. */
  COUNT_PROTOCOL_ERROR(
      step -> {
        step.setFailures(failures -> failures.withProtocolErrors(failures.protocolErrors() + 1));
        step.armOnce(FlowTimer.PROTOCOL_ERRORS);
      }),
  /** Ends the window of protocol errors. */
  RESET_PROTOCOL_ERROR_COUNT(step -> step.setFailures(failures -> failures.withProtocolErrors(0))),
  /** Counts a refused token. */
  COUNT_REFUSED_TOKEN(step -> step.setFailures(Retries.FailureCounts::withAuthentication)),
  /** Counts a close with 4011. */
  COUNT_SERVER_NOT_FOUND(step -> step.setFailures(Retries.FailureCounts::withServerNotFound)),
  /** Counts a voice server to which no connection can be opened. */
  COUNT_UNUSABLE_SERVER(step -> step.setFailures(Retries.FailureCounts::withUnusableServer)),
  /** Counts a UDP socket that could not be opened. */
  COUNT_UDP_OPEN_FAILURE(step -> step.setFailures(Retries.FailureCounts::withOpen)),
  /** Counts an IP discovery without an answer. */
  COUNT_DISCOVERY_FAILURE(step -> step.setFailures(Retries.FailureCounts::withDiscovery)),
  /** Excludes the encryption mode that was chosen. */
  EXCLUDE_MODE(step -> step.setUdp(UdpMemory::withoutMode)),
  /** Releases a WebSocket that the server closed, or that never opened. */
  RELEASE_SOCKET(Step::releaseSocket),
  /** Aborts the WebSocket without a close handshake: its peer is silent or broken. */
  ABORT_SOCKET(Step::abortSocket),
  /** Notifies the application that it has joined. */
  COMPLETE_JOIN(RequestActions::completeJoin);

  private final Consumer<Step> change;

  Action(Consumer<Step> change) {
    this.change = change;
  }

  /** Returns the action in words, such as {@code send voice state}. */
  @Override
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  void apply(Step step) {
    change.accept(step);
  }
}
