package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.TakenOver;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.protocol.EncryptionMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A connection without network and Discord. It passes events to the flow, runs its timers on a
 * virtual clock, and tracks the resources that the effects hold. A scenario is a chain of events:
 *
 * <pre>{@code
 * new FlowSimulation().join().voiceState(7, 1).voiceServer(1, 1).open().hello().ready();
 * }</pre>
 *
 * <p>After each step, the running timers and the {@link HeldResources} must match the memory, and
 * the {@link FlowInvariants} must hold. Every scenario therefore tests them, too.
 */
public final class FlowSimulation {
  public static final long CHANNEL = 7;
  public static final long OTHER_CHANNEL = 8;
  public static final long SSRC = 4711;

  /** The random seed. Every random delay is the same in every run. */
  public static final long SEED = 1;

  public static final double INTERVAL = 41_250;
  public static final EncryptionMode MODE = EncryptionMode.AEAD_AES256_GCM_RTPSIZE;

  /** The default limits of a bot that follows another process of the same bot. */
  static final FlowLimits FOLLOWING = FlowLimits.ofDefaults().with(TakenOver.FOLLOW);

  private final FlowLimits limits;
  private final VirtualTimers timers;
  private final HeldResources resources;
  private final FlowInvariants invariants;
  private final List<FlowDecision> decisions = new ArrayList<>();
  private final Rules rules = RulesUnderTest.current();
  private Snapshot now;

  /** A flow with the default limits. */
  public FlowSimulation() {
    this(FlowLimits.ofDefaults());
  }

  public FlowSimulation(FlowLimits limits) {
    this.limits = limits;
    this.timers = new VirtualTimers();
    this.resources = new HeldResources();
    this.invariants = new FlowInvariants(limits);
    this.now = new VoiceFlow(limits).initial(SEED);
  }

  private FlowSimulation(FlowSimulation origin) {
    limits = origin.limits;
    timers = new VirtualTimers(origin.timers);
    resources = new HeldResources(origin.resources);
    invariants = new FlowInvariants(origin.invariants);
    decisions.addAll(origin.decisions);
    now = origin.now;
  }

  /** A copy in the same state that continues independently. */
  public FlowSimulation fork() {
    return new FlowSimulation(this);
  }

  /** The default limits with these retry limits. */
  public static FlowLimits limits(RetryLimits retries) {
    return FlowLimits.ofDefaults().with(retries);
  }

  public Snapshot now() {
    return now;
  }

  public VoiceState state() {
    return now.state();
  }

  /** The state with its reason or plan. */
  public Substate substate() {
    return now.at().substate();
  }

  public FlowMemory memory() {
    return now.memory();
  }

  /** The trigger of the current state. */
  public Trigger trigger() {
    return now.at() instanceof FlowState.Triggered at
        ? at.trigger()
        : fail("the flow has no trigger yet");
  }

  /** The delay of the current back-off. */
  public Duration delay() {
    return now.at() instanceof FlowState.BackingOff wait
        ? wait.delay()
        : fail("the flow is not in back-off");
  }

  public FlowLimits limits() {
    return limits;
  }

  public Set<FlowTimer> timers() {
    return timers.running();
  }

  public HeldResources resources() {
    return resources;
  }

  public List<FlowDecision> decisions() {
    return List.copyOf(decisions);
  }

  public FlowDecision last() {
    return decisions.get(decisions.size() - 1);
  }

  /** The effects of the last step, as texts, except those that {@link FlowInvariants} covers. */
  public List<String> did() {
    return texts(last()).toList();
  }

  /** All effects until now, as texts, except those that {@link FlowInvariants} covers. */
  public List<String> story() {
    return decisions.stream().flatMap(FlowSimulation::texts).toList();
  }

  private static Stream<String> texts(FlowDecision decision) {
    return decision.effects().stream()
        .filter(effect -> !FlowInvariants.covers(effect))
        .map(EffectText::of);
  }

  public FlowSimulation on(VoiceEvent event) {
    if (event instanceof VoiceEvent.TimerFired fired) {
      timers.remove(fired.timer(), fired.generation());
    }
    FlowDecision decision = rules.decide(limits, now, event);
    now = decision.after();
    decisions.add(decision);
    for (Effect effect : decision.effects()) {
      if (effect instanceof Effect.StartTimer start) {
        timers.start(start);
      } else if (effect instanceof Effect.StopTimer stop) {
        timers.stop(stop);
      }
    }
    assertThat(timers.running())
        .as("running timers after %s", event)
        .isEqualTo(memory().timers().armed());
    resources.after(decision);
    invariants.after(decision);
    return this;
  }

  /** Passes an event that is created from the current memory. */
  public FlowSimulation on(Function<FlowMemory, VoiceEvent> event) {
    return on(event.apply(memory()));
  }

  /** Advances the clock. Timers that become due fire in order. */
  public FlowSimulation advance(Duration duration) {
    Duration then = timers.now().plus(duration);
    for (Optional<VoiceEvent.TimerFired> fired = timers.nextUntil(then);
        fired.isPresent();
        fired = timers.nextUntil(then)) {
      on(fired.get());
    }
    return this;
  }

  public FlowSimulation advanceMillis(long milliseconds) {
    return advance(Duration.ofMillis(milliseconds));
  }

  public FlowSimulation join() {
    return join(CHANNEL);
  }

  public FlowSimulation join(long channel) {
    return on(new Command.Join(channel));
  }

  public FlowSimulation move(long channel) {
    return on(new Command.Move(channel));
  }

  public FlowSimulation self(boolean mute, boolean deaf) {
    return on(new Command.SetSelf(new SelfFlags(mute, deaf)));
  }

  public FlowSimulation reconnect() {
    return on(new Command.Reconnect());
  }

  public FlowSimulation disconnect() {
    return on(new Command.Disconnect());
  }

  public FlowSimulation close() {
    return on(new Command.Close());
  }

  public FlowSimulation voiceState(long channel, int session) {
    return on(new VoiceEvent.OwnVoiceState(OptionalLong.of(channel), session));
  }

  public FlowSimulation voiceStateWithoutChannel() {
    return on(new VoiceEvent.OwnVoiceState(OptionalLong.empty(), 1));
  }

  public FlowSimulation voiceServer(int endpoint, int token) {
    return on(new VoiceEvent.VoiceServer(endpoint, token));
  }

  public FlowSimulation voiceServerGone() {
    return voiceServer(Credentials.NONE, 1);
  }

  public FlowSimulation mainSession(VoiceEvent.MainSession.Change change) {
    return on(new VoiceEvent.MainSession(change));
  }

  public FlowSimulation open() {
    return on(now -> new VoiceEvent.SocketOpen(now.socket().generation()));
  }

  public FlowSimulation hello() {
    return hello(INTERVAL);
  }

  public FlowSimulation hello(double intervalMillis) {
    return on(now -> new VoiceEvent.HelloReceived(now.socket().generation(), intervalMillis));
  }

  public FlowSimulation ready() {
    return ready(SSRC, EnumSet.allOf(EncryptionMode.class), 1);
  }

  public FlowSimulation ready(long ssrc, Set<EncryptionMode> offered, int server) {
    return on(
        now -> new VoiceEvent.ReadyReceived(now.socket().generation(), ssrc, offered, server));
  }

  public FlowSimulation udpReady() {
    return on(now -> new VoiceEvent.UdpReady(now.udp().generation()));
  }

  public FlowSimulation discovered() {
    return on(now -> new VoiceEvent.Discovered(now.udp().generation(), 1));
  }

  public FlowSimulation described() {
    return described(1);
  }

  /** A Session Description in the selected mode, with the key of that number. */
  public FlowSimulation described(int key) {
    return on(
        now ->
            new VoiceEvent.Described(
                now.socket().generation(), now.udp().mode(), key, MODE.keyLength()));
  }

  public FlowSimulation malformed(int opcode) {
    return on(now -> new VoiceEvent.Malformed(now.socket().generation(), opcode));
  }

  public FlowSimulation closed(int code) {
    return on(now -> new VoiceEvent.SocketClosed(now.socket().generation(), code));
  }

  public FlowSimulation resumed() {
    return on(now -> new VoiceEvent.ResumedReceived(now.socket().generation()));
  }

  public FlowSimulation dialFailed(String why) {
    return on(now -> new VoiceEvent.DialFailed(now.socket().generation(), why));
  }

  public FlowSimulation heartbeatsMissed() {
    return on(now -> new VoiceEvent.HeartbeatsMissed(now.socket().generation()));
  }

  public FlowSimulation nonceNearlySpent() {
    return on(now -> new VoiceEvent.NonceNearlySpent(now.udp().generation()));
  }

  public FlowSimulation notSent(String why) {
    return on(now -> new VoiceEvent.VoiceStateNotSent(now.intent().sends(), why));
  }

  /** All messages from the dial to Established. */
  public FlowSimulation establish() {
    return open().hello().ready().udpReady().discovered().described();
  }

  /** All messages from the dial of a resume to Established. */
  public FlowSimulation resume() {
    return open().hello().resumed();
  }

  public FlowSimulation udpUnreachable() {
    return on(now -> new VoiceEvent.UdpUnreachable(now.udp().generation(), "UDP: no route"));
  }

  /**
   * Asserts that the last step started a back-off with this plan. Its delay must be from {@code
   * least} to {@code most} milliseconds.
   */
  public FlowSimulation thenWaits(BackoffPlan plan, long least, long most) {
    assertThat(substate()).as("state after %s", last().event()).isEqualTo(plan);
    assertThat(delay()).isBetween(Duration.ofMillis(least), Duration.ofMillis(most));
    assertThat(timers()).contains(FlowTimer.BACKOFF);
    return this;
  }

  /** Advances the clock to the end of the back-off. */
  public FlowSimulation waitOver() {
    assertThat(state()).isEqualTo(VoiceState.BACKOFF);
    int generation = memory().timers().generation(FlowTimer.BACKOFF);
    advance(delay());
    assertThat(memory().timers().isArmed(FlowTimer.BACKOFF, generation)).isFalse();
    return this;
  }

  /** Answers a rejoin that has just started with the credentials of this number. */
  public FlowSimulation rejoin(int ordinal) {
    if (substate() == WaitReason.REJOIN_LEAVING) {
      voiceStateWithoutChannel();
    }
    return voiceState(memory().intent().target().orElseThrow(), ordinal)
        .voiceServer(ordinal, ordinal);
  }

  public FlowSimulation udpAlive() {
    return on(now -> new VoiceEvent.UdpAlive(now.udp().generation()));
  }

  /** Asserts the state after the last step, and its exact effects. */
  public FlowSimulation then(VoiceState expected, String... effects) {
    assertThat(state()).as("state after %s", last().event()).isEqualTo(expected);
    assertThat(did()).as("effects of %s", last().event()).containsExactly(effects);
    return this;
  }

  /** Asserts that the last step ended the connection with this reason and this trigger. */
  public FlowSimulation thenEnded(Substate reason, Trigger trigger) {
    assertThat(state().isTerminal()).isTrue();
    assertThat(substate()).isEqualTo(reason);
    assertThat(withoutDetail(trigger())).isEqualTo(trigger);
    assertThat(did()).endsWith("drop credentials", "ended");
    assertThat(timers()).isEmpty();
    resources.assertEmpty();
    return this;
  }

  private static Trigger withoutDetail(Trigger trigger) {
    return trigger instanceof Trigger.TimedOut timeout
        ? new Trigger.TimedOut(timeout.timer())
        : trigger;
  }
}
