package dev.antiphon.internal.flow;

import static dev.antiphon.protocol.CloseCode.CLOSE_1000;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.MoveFailure;
import dev.antiphon.flow.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * One step while it is being worked out: the draft of the new state, of the new memory and of the
 * effects. It lives only inside {@link VoiceFlow#decide}, so the step as a whole stays pure.
 */
final class Step {
  private final FlowLimits limits;
  private final VoiceEvent event;
  private final List<Effect> effects = new ArrayList<>();
  private FlowState at;
  private FlowMemory memory;

  Step(Situation situation) {
    limits = situation.limits();
    at = situation.at();
    memory = situation.memory();
    event = situation.event();
  }

  VoiceEvent event() {
    return event;
  }

  FlowState at() {
    return at;
  }

  FlowMemory memory() {
    return memory;
  }

  /** State and memory as they are now. */
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

  /** From now on the connection is there. */
  void become(FlowState state) {
    at = state;
  }

  void remember(UnaryOperator<FlowMemory> change) {
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

  void setSetbacks(UnaryOperator<Retries.Setbacks> change) {
    setRetries(tried -> tried.with(change.apply(tried.setbacks())));
  }

  void setUdp(UnaryOperator<UdpMemory> change) {
    memory = memory.with(change.apply(memory.udp()));
  }

  /** Starts the timer; one that runs already starts anew. */
  void arm(FlowTimer timer) {
    arm(timer, limits.delay(timer));
  }

  /** Starts the timer that waits for the answer to the op 4 which this step sends. */
  private void armForAnswer(FlowTimer timer, Duration delay) {
    start(timer, delay, true);
  }

  /** Starts the main gateway's deadline with so much time, unless the gateway is away. */
  void awaitServer(Duration delay) {
    if (memory.mainUp()) {
      arm(FlowTimer.SERVER, delay);
    }
  }

  /** Starts the timer with a delay of its own; one that runs already starts anew. */
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

  /** Tells Discord how we want to be shown; it changes no channel. */
  void tellSelf() {
    setIntent(Intent::told);
    sendVoiceState(memory.intent().latestWish());
  }

  /** Leaves the channel for Discord; its answer, a voice state without a channel, is then ours. */
  void leaveChannel() {
    leaveForGood();
    armForAnswer(FlowTimer.LEAVE, limits.delay(FlowTimer.LEAVE));
  }

  /** Leaves the channel for Discord, without waiting for its answer. */
  void leaveForGood() {
    setIntent(Intent::left);
    sendVoiceState(OptionalLong.empty());
  }

  /** Asks for the target anew: both answers must come anew. */
  void askForTarget(Duration after) {
    setIntent(Intent::asking);
    setCredentials(Credentials::newRound);
    disarm(FlowTimer.PAIR);
    sendVoiceState(memory.intent().target(), after);
  }

  /** Asks for another channel, while everything stays as it is until Discord has confirmed it. */
  void askForMove(long channelId) {
    setIntent(intent -> intent.moving(channelId));
    unpair();
    sendVoiceState(OptionalLong.of(channelId));
    armForAnswer(FlowTimer.MOVE, limits.delay(FlowTimer.MOVE));
  }

  /** The pending move, if there is one, will not be. */
  void failMove(MoveFailure why) {
    memory
        .intent()
        .pendingMove()
        .ifPresent(
            channel -> {
              emit(new Effect.FailMove(channel, why));
              disarm(FlowTimer.MOVE);
              setIntent(Intent::withoutMove);
              unpairUnlessAwaited();
            });
  }

  /** The answer to our op 4 comes no more; beyond its window a half has waited only for that. */
  private void unpairUnlessAwaited() {
    if (!memory.intent().unanswered() && !memory.timers().isArmed(FlowTimer.PAIR)) {
      unpair();
    }
  }

  /** What waited for its other half waits no more. */
  void unpair() {
    setCredentials(Credentials::unpairedNoMore);
    disarm(FlowTimer.PAIR);
  }

  /** Takes note of all that a main-gateway event says. */
  void record() {
    Credentials before = memory.credentials();
    Credentials noted = situation().credentialsWithEvent();
    Credentials.Unpaired half =
        event instanceof VoiceEvent.VoiceServer
            ? Credentials.Unpaired.VOICE_SERVER
            : Credentials.Unpaired.VOICE_STATE;
    noteListing();
    setCredentials(known -> noted);
    if (noted.unpaired() == Credentials.Unpaired.NOTHING) {
      disarm(FlowTimer.PAIR);
    } else if (noted.unpaired() == half && !noted.equals(before)) {
      arm(FlowTimer.PAIR);
    }
  }

  /** The channel in which Discord lists us is what we want from now on. */
  void follow() {
    situation()
        .channelOfEvent()
        .ifPresent(
            channel -> {
              if (memory.intent().pendingMove().equals(OptionalLong.of(channel))) {
                disarm(FlowTimer.MOVE);
              }
              setIntent(intent -> intent.following(channel));
            });
  }

  /**
   * Takes note of where Discord lists us; that it lists us at all ends all doubt of its session.
   */
  void noteListing() {
    if (event instanceof VoiceEvent.OwnVoiceState voiceState) {
      setIntent(intent -> intent.listedIn(voiceState.channelId(), voiceState.shown()));
      unpairUnlessAwaited();
      if (voiceState.channelId().isPresent()) {
        memory = memory.withMain(memory.mainUp(), false);
      }
    }
  }

  /** Waits as the plan says. */
  void backOff(BackoffPlan plan, Trigger trigger) {
    Duration delay = Backoff.delay(limits.retries(), memory.retries(), plan, drawChance());
    setRetries(tried -> tried.waitingFor(plan));
    become(new FlowState.BackingOff(plan, trigger, delay, false));
    arm(FlowTimer.BACKOFF, delay);
  }

  /** Asks the application's policy, if it has one; nothing waits for its answer. */
  void askPolicy(PolicyQuestion question) {
    if (limits.policy()) {
      setRetries(Retries::asking);
      emit(new Effect.AskPolicy(question, memory.retries().questions()));
    }
  }

  /** What the policy was asked about is over; an answer that still comes is stale. */
  void withdrawQuestion() {
    if (limits.policy()) {
      setRetries(Retries::asking);
    }
  }

  /** The wait that goes on is for a rejoin: the path goes, and the main gateway is needed. */
  void waitToRejoin() {
    closeUdp();
    if (!memory.mainUp()) {
      armOnce(FlowTimer.HOLD);
    }
  }

  /** A wait between nothing and the longest that a new main session is given. */
  Duration mainSessionDelay() {
    double share = drawChance();
    return Duration.ofNanos((long) (limits.retries().mainSessionSpread().toNanos() * share));
  }

  private double drawChance() {
    double chance = memory.jitter().fraction();
    memory = memory.with(memory.jitter().next());
    return chance;
  }

  /** The main gateway's deadline runs while it is there; while it is away, the hold does. */
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

  /** Starts a timer that runs on if it runs already. */
  void armOnce(FlowTimer timer) {
    if (!memory.timers().isArmed(timer)) {
      arm(timer);
    }
  }

  /** The socket is gone, or no longer wanted: what belongs to it goes with it. */
  void releaseSocket() {
    disarm(FlowTimer.DIAL);
    disarm(FlowTimer.HELLO);
    disarm(FlowTimer.VIOLATIONS);
    remember(draft -> draft.withMalformed(0));
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
    if (memory.udp().held()) {
      emit(new Effect.CloseUdp(memory.udp().generation()));
      disarm(FlowTimer.UDP_FAILURE);
      setUdp(UdpMemory::released);
    }
  }

  /** Whoever waits for the join learns that it is done. */
  void completeJoin() {
    memory.intent().target().ifPresent(channel -> emit(new Effect.CompleteJoin(channel)));
  }
}
