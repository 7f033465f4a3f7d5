package dev.antiphon.statemachine.flow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * One step while it is being worked out: the draft of the new memory and of the effects. It lives
 * only inside {@link VoiceFlow#decide}, so the step as a whole stays pure.
 */
final class Step {
  private static final int NORMAL_CLOSURE = 1000;

  private final FlowLimits limits;
  private final VoiceEvent event;
  private final List<Effect> effects = new ArrayList<>();
  private FlowMemory memory;

  Step(FlowLimits limits, FlowMemory memory, VoiceEvent event) {
    this.limits = limits;
    this.memory = memory;
    this.event = event;
  }

  VoiceEvent event() {
    return event;
  }

  FlowMemory memory() {
    return memory;
  }

  List<Effect> effects() {
    return List.copyOf(effects);
  }

  Situation situation() {
    return new Situation(limits, memory, event);
  }

  void emit(Effect effect) {
    effects.add(effect);
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

  /** Starts the main gateway's deadline with the time it gets to name another server. */
  void awaitAnotherServer() {
    if (memory.mainUp()) {
      arm(FlowTimer.SERVER, limits.serverLostDelay());
    }
  }

  private void arm(FlowTimer timer, Duration delay) {
    memory = memory.with(memory.timers().armed(timer));
    emit(new Effect.StartTimer(timer, memory.timers().generation(timer), delay));
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
    emit(new Effect.SendVoiceState(memory.intent().sends(), channelId, after));
  }

  /** Leaves the channel for Discord; its answer, a voice state without a channel, is then ours. */
  void leaveChannel() {
    leaveForGood();
    arm(FlowTimer.LEAVE);
  }

  /** Leaves the channel for Discord, without waiting for its answer. */
  void leaveForGood() {
    setIntent(Intent::left);
    sendVoiceState(OptionalLong.empty());
  }

  /** Asks for the target anew: both answers must come anew. */
  void askForTarget(Duration after) {
    setIntent(Intent::asked);
    setCredentials(Credentials::newRound);
    sendVoiceState(memory.intent().target(), after);
  }

  /**
   * Takes note of where Discord lists us; that it lists us at all ends all doubt of its session.
   */
  void noteListing() {
    if (event instanceof VoiceEvent.OwnVoiceState voiceState) {
      setIntent(intent -> intent.listedIn(voiceState.channelId()));
      if (voiceState.channelId().isPresent()) {
        memory = memory.withMain(memory.mainUp(), false);
      }
    }
  }

  /** Waits as the plan says. */
  void backOff(BackoffPlan plan) {
    Duration delay = Backoff.delay(limits.retries(), memory.retries(), plan, drawChance());
    setRetries(tried -> tried.waitingFor(plan, delay));
    arm(FlowTimer.BACKOFF, delay);
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
      arm(FlowTimer.SERVER);
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
      emit(new Effect.CloseSocket(memory.socket().generation(), NORMAL_CLOSURE));
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
}
