package dev.antiphon.internal.flow;

import static dev.antiphon.protocol.CloseCode.CLOSE_1000;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * One step during its calculation: the draft of the new state, the new memory and the effects. It
 * exists only inside {@link VoiceFlow#decide}, so the step as a whole stays pure.
 */
final class Step {
  private final FlowLimits limits;
  private final VoiceEvent event;
  private final FlowState from;
  private final List<Effect> effects = new ArrayList<>();
  private FlowState at;
  private FlowMemory memory;

  Step(Situation situation) {
    limits = situation.limits();
    from = situation.at();
    at = from;
    memory = situation.memory();
    event = situation.event();
  }

  VoiceEvent event() {
    return event;
  }

  FlowState at() {
    return at;
  }

  /** Returns the state before the step. */
  FlowState from() {
    return from;
  }

  FlowMemory memory() {
    return memory;
  }

  FlowLimits limits() {
    return limits;
  }

  /** Returns the draft of state and memory. */
  Snapshot snapshot() {
    return new Snapshot(at, memory);
  }

  List<Effect> effects() {
    return List.copyOf(effects);
  }

  Situation situation() {
    return new Situation(limits, at, memory, event);
  }

  void emit(Effect effect) {
    effects.add(effect);
  }

  /** Sets the new state. */
  void setState(FlowState state) {
    at = state;
  }

  void updateMemory(UnaryOperator<FlowMemory> change) {
    memory = change.apply(memory);
  }

  void setIntent(UnaryOperator<Intent> change) {
    memory = memory.with(change.apply(memory.intent()));
  }

  void setCredentials(UnaryOperator<Credentials> change) {
    memory = memory.with(change.apply(memory.credentials()));
  }

  void setSocket(UnaryOperator<SocketMemory> change) {
    memory = memory.with(change.apply(memory.socket()));
  }

  void setRetries(UnaryOperator<Retries> change) {
    memory = memory.with(change.apply(memory.retries()));
  }

  void setFailures(UnaryOperator<Retries.FailureCounts> change) {
    setRetries(tried -> tried.with(change.apply(tried.failures())));
  }

  void setUdp(UnaryOperator<UdpMemory> change) {
    memory = memory.with(change.apply(memory.udp()));
  }

  /** Starts the timer with its default delay. A running timer starts again. */
  void arm(FlowTimer timer) {
    arm(timer, limits.delay(timer));
  }

  /** Starts the timer that waits for the answer to the op 4 of this step. */
  private void armForAnswer(FlowTimer timer, Duration delay) {
    start(timer, delay, true);
  }

  /** Starts the deadline of the main gateway, unless the main gateway is away. */
  void awaitServer(Duration delay) {
    if (memory.mainUp()) {
      arm(FlowTimer.SERVER, delay);
    }
  }

  /** Starts the timer with this delay. A running timer starts again. */
  void arm(FlowTimer timer, Duration delay) {
    start(timer, delay, false);
  }

  private void start(FlowTimer timer, Duration delay, boolean fromSending) {
    memory = memory.with(memory.timers().armed(timer));
    emit(new Effect.StartTimer(timer, memory.timers().generation(timer), delay, fromSending));
  }

  void disarm(FlowTimer timer) {
    if (memory.timers().isArmed(timer)) {
      emit(new Effect.StopTimer(timer, memory.timers().generation(timer)));
      memory = memory.with(memory.timers().stopped(timer));
    }
  }

  void sendVoiceState(OptionalLong channelId) {
    sendVoiceState(channelId, Duration.ZERO);
  }

  void sendVoiceState(OptionalLong channelId, Duration after) {
    Intent intent = memory.intent();
    emit(new Effect.SendVoiceState(intent.sends(), channelId, intent.wanted(), after));
  }

  /** Sends the wanted self flags to Discord. The channel does not change. */
  void sendSelfFlags() {
    setIntent(Intent::withSelfFlagsSent);
    sendVoiceState(memory.intent().destination());
  }

  /** Sends a leave and waits for its answer, a voice state without a channel. */
  void leaveAndAwaitAnswer() {
    leaveWithoutAnswer();
    armForAnswer(FlowTimer.LEAVE, limits.delay(FlowTimer.LEAVE));
  }

  /** Leaves the target if Discord lists the bot there: it does not answer a repeated join. */
  void leaveIfListedInTarget() {
    if (memory.intent().listedInTarget()) {
      leaveAndAwaitAnswer();
    }
  }

  /** Sends a leave without waiting for its answer. */
  void leaveWithoutAnswer() {
    setIntent(Intent::withLeaveSent);
    sendVoiceState(OptionalLong.empty());
  }

  /**
   * Requests the target with op 4. Both answers must arrive again. The op 4 that follows an own
   * leave was counted with the leave.
   */
  void requestTarget(Duration after) {
    if (!(from instanceof FlowState.Leaving)) {
      countVoiceState();
    }
    sendRequest(after);
  }

  /** Requests the target with an op 4 that the application has requested. */
  void sendRequest(Duration after) {
    setIntent(Intent::withTargetRequested);
    setCredentials(Credentials::newRound);
    disarm(FlowTimer.PAIR);
    sendVoiceState(memory.intent().target(), after);
  }

  /** Counts an op 4 of the library. An op 4 that the application requests is not counted. */
  void countVoiceState() {
    if (!(event instanceof Command)) {
      setRetries(Retries::withVoiceStateCounted);
    }
  }

  /** Requests another channel. Nothing changes until Discord confirms it. */
  void requestMove(long channelId) {
    setIntent(intent -> intent.withMoveRequested(channelId));
    endPairing();
    sendVoiceState(OptionalLong.of(channelId));
    armForAnswer(FlowTimer.MOVE, limits.delay(FlowTimer.MOVE));
  }

  /** Ends the wait for the other half, unless its window or an unanswered op 4 keeps it open. */
  void endPairingIfOver() {
    if (!memory.intent().unanswered() && !memory.timers().isArmed(FlowTimer.PAIR)) {
      endPairing();
    }
  }

  /** Ends the wait for the other half of a change. */
  void endPairing() {
    setCredentials(Credentials::withoutUnpaired);
    disarm(FlowTimer.PAIR);
  }

  /** Stores the channel and the credentials of a main gateway event. */
  void recordEvent() {
    Credentials before = memory.credentials();
    Credentials noted = situation().credentialsWithEvent();
    Credentials.Unpaired half =
        event instanceof VoiceEvent.VoiceServer
            ? Credentials.Unpaired.VOICE_SERVER
            : Credentials.Unpaired.VOICE_STATE;
    memory = memory.withHeard();
    recordListedChannel();
    setCredentials(known -> noted);
    if (noted.unpaired() == Credentials.Unpaired.NOTHING) {
      disarm(FlowTimer.PAIR);
    } else if (noted.unpaired() == half && !noted.equals(before)) {
      arm(FlowTimer.PAIR);
    }
  }

  /** Makes the channel in which Discord lists the bot the target. */
  void adoptListedChannel() {
    situation()
        .channelOfEvent()
        .ifPresent(
            channel -> {
              if (memory.intent().pendingMove().equals(OptionalLong.of(channel))) {
                disarm(FlowTimer.MOVE);
              }
              setIntent(intent -> intent.withMoveTo(channel));
            });
  }

  /** Stores where Discord lists the bot. A channel also confirms the main session. */
  void recordListedChannel() {
    if (event instanceof VoiceEvent.OwnVoiceState voiceState) {
      setIntent(intent -> intent.withListing(voiceState.channelId(), voiceState.shown()));
      endPairingIfOver();
      if (voiceState.channelId().isPresent()) {
        memory = memory.withMain(memory.mainUp(), false);
      }
    }
  }

  /** Stores whether the main gateway is connected, and whether its session is new. */
  void recordMainSession() {
    if (event instanceof VoiceEvent.MainSession session) {
      VoiceEvent.MainSession.Change change = session.change();
      memory =
          memory.withMain(
              change != VoiceEvent.MainSession.Change.LOST,
              memory.mainSessionUnconfirmed() || change == VoiceEvent.MainSession.Change.NEW);
      if (at instanceof FlowState.Severed severed && !memory.mainUp()) {
        at = severed.withMainSessionLost();
      }
    }
  }

  /** Starts the wait of the plan. */
  void backOff(BackoffPlan plan, Trigger trigger) {
    Duration delay = Backoff.delay(limits.retries(), memory.retries(), plan, nextRandom());
    setRetries(tried -> tried.withAttemptCounted(plan));
    setState(new FlowState.BackingOff(plan, trigger, delay, false));
    arm(FlowTimer.BACKOFF, delay);
  }

  /** Asks the application's policy, if there is one. Nothing waits for its answer. */
  void askPolicy(PolicyQuestion question) {
    if (limits.policy()) {
      setRetries(Retries::withNextQuestion);
      emit(new Effect.AskPolicy(question, memory.retries().questions()));
    }
  }

  /** Makes the answer to the last question stale: its subject is over. */
  void invalidateQuestion() {
    if (limits.policy()) {
      setRetries(Retries::withNextQuestion);
    }
  }

  /**
   * Changes the current wait to a wait for a rejoin: closes the path, and waits for the main
   * gateway if it is away.
   */
  void prepareRejoin() {
    closeUdp();
    if (!memory.mainUp()) {
      armOnce(FlowTimer.HOLD);
    }
  }

  /** Returns a random delay up to the limit for a new main session. */
  Duration mainSessionDelay() {
    double fraction = nextRandom();
    return Duration.ofNanos((long) (limits.retries().mainSessionSpread().toNanos() * fraction));
  }

  private double nextRandom() {
    double random = memory.jitter().fraction();
    memory = memory.with(memory.jitter().next());
    return random;
  }

  /**
   * Starts the deadline of the main gateway, or, while the main gateway is away, the hold timer.
   */
  void awaitMainGateway() {
    if (memory.mainUp()) {
      disarm(FlowTimer.HOLD);
      if (at instanceof FlowState.Severed severed) {
        arm(FlowTimer.SERVER, severed.window().orElse(limits.severedDelay()));
      } else if (at instanceof FlowState.Waiting waiting) {
        Duration delay = limits.serverDelay(waiting.why());
        start(FlowTimer.SERVER, delay, !waiting.why().isForDiscord());
      }
    } else {
      disarm(FlowTimer.SERVER);
      armOnce(FlowTimer.HOLD);
    }
  }

  /** Starts the timer unless it runs. */
  void armOnce(FlowTimer timer) {
    if (!memory.timers().isArmed(timer)) {
      arm(timer);
    }
  }

  /** Releases the WebSocket, which is closed or no longer wanted, and stops its timers. */
  void releaseSocket() {
    disarm(FlowTimer.DIAL);
    disarm(FlowTimer.HELLO);
    disarm(FlowTimer.VIOLATIONS);
    updateMemory(draft -> draft.withViolations(0));
    setSocket(SocketMemory::released);
  }

  void closeSocket() {
    if (memory.socket().held()) {
      emit(new Effect.CloseSocket(memory.socket().generation(), CLOSE_1000.number()));
      releaseSocket();
    }
  }

  void abortSocket() {
    if (memory.socket().held()) {
      emit(new Effect.AbortSocket(memory.socket().generation()));
      releaseSocket();
    }
  }

  void publishMedia() {
    UdpMemory udp = memory.udp();
    if (!udp.published()) {
      emit(
          new Effect.PublishMedia(
              udp.generation(), udp.ssrc(), udp.mode().orElseThrow(), udp.key()));
      emit(new Effect.StartKeepalive(udp.generation()));
      setUdp(path -> path.withPublished(true));
    }
  }

  void withdrawMedia() {
    if (memory.udp().published()) {
      emit(new Effect.WithdrawMedia(memory.udp().generation()));
      emit(new Effect.StopKeepalive(memory.udp().generation()));
      setUdp(udp -> udp.withPublished(false));
    }
  }

  void closeUdp() {
    withdrawMedia();
    memory = memory.with(EncryptionMemory.NONE);
    if (memory.udp().held()) {
      emit(new Effect.CloseUdp(memory.udp().generation()));
      disarm(FlowTimer.UDP_FAILURE);
      setUdp(UdpMemory::released);
    }
  }
}
