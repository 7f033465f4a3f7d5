package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.Substate;
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

/**
 * A connection without a world: it hands events to the flow, lets its timers run on a virtual
 * clock, and keeps the account of what the effects hold. A scenario reads as the story it tells:
 *
 * <pre>{@code
 * new FlowSimulation().join().voiceState(7, 1).voiceServer(1, 1).open().hello().ready();
 * }</pre>
 *
 * <p>After each step the timers that run must be those of the memory, and the {@link Holdings} must
 * balance; so every scenario, whatever it is about, is also a test of those.
 */
public final class FlowSimulation {
  public static final long CHANNEL = 7;
  public static final long OTHER_CHANNEL = 8;
  public static final long SSRC = 4711;

  /** Where chance begins; every wait drawn from it is the same in every run. */
  public static final long SEED = 1;

  public static final double INTERVAL = 41_250;
  public static final EncryptionMode MODE = EncryptionMode.AEAD_AES256_GCM_RTPSIZE;

  private final FlowLimits limits;
  private final VirtualTimers timers;
  private final Holdings holdings;
  private final List<FlowDecision> decisions = new ArrayList<>();
  private final Rules rules = RulesUnderTest.present();
  private Snapshot now;

  /** Under the numbers of the specification. */
  public FlowSimulation() {
    this(FlowLimits.ofDefaults());
  }

  public FlowSimulation(FlowLimits limits) {
    this.limits = limits;
    this.timers = new VirtualTimers();
    this.holdings = new Holdings();
    this.now = new VoiceFlow(limits).initial(SEED);
  }

  private FlowSimulation(FlowSimulation origin) {
    limits = origin.limits;
    timers = new VirtualTimers(origin.timers);
    holdings = new Holdings(origin.holdings);
    decisions.addAll(origin.decisions);
    now = origin.now;
  }

  /** Another that has come just as far, and goes its own way from here. */
  public FlowSimulation fork() {
    return new FlowSimulation(this);
  }

  /** The numbers of the specification, but for these. */
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

  /** What has led to the present state. */
  public Trigger trigger() {
    return now.at() instanceof FlowState.Triggered at
        ? at.trigger()
        : fail("nothing has happened yet");
  }

  /** The wait of the present back-off. */
  public Duration delay() {
    return now.at() instanceof FlowState.BackingOff wait ? wait.delay() : fail("no back-off");
  }

  public FlowLimits limits() {
    return limits;
  }

  public Set<FlowTimer> timers() {
    return timers.running();
  }

  public Holdings holdings() {
    return holdings;
  }

  /** Every step so far. */
  public List<FlowDecision> decisions() {
    return List.copyOf(decisions);
  }

  public FlowDecision last() {
    return decisions.get(decisions.size() - 1);
  }

  /** What the last step did, in sentences. */
  public List<String> did() {
    return last().effects().stream().map(EffectText::of).toList();
  }

  /** All that was done so far, in sentences. */
  public List<String> story() {
    return decisions.stream().flatMap(made -> made.effects().stream()).map(EffectText::of).toList();
  }

  /** Hands over the event. */
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
        .as("timers that run after %s", event)
        .isEqualTo(memory().timers().armed());
    holdings.after(decision);
    assertThat(timers().contains(FlowTimer.HOLD))
        .as("the hold runs exactly while the main gateway is missed, after %s", event)
        .isEqualTo(missesTheMainGateway());
    assertWithinBudgets();
    return this;
  }

  /** Rule G10. */
  private boolean missesTheMainGateway() {
    boolean waitsForIt =
        state() == VoiceState.AWAITING_SERVER_UPDATE || substate() == BackoffPlan.REJOIN;
    return waitsForIt && !memory().mainUp();
  }

  /** Rule G7. */
  private void assertWithinBudgets() {
    Retries tried = memory().retries();
    if (last().kind() != EventKind.POLICY_BUDGETS) {
      assertThat(tried.resumes())
          .isLessThanOrEqualTo(Math.max(before().resumes(), memory().budgets().resumes()));
      assertThat(tried.rejoins())
          .isLessThanOrEqualTo(Math.max(before().rejoins(), memory().budgets().rejoins()));
    }
    assertThat(tried.identifies()).isLessThanOrEqualTo(limits.retries().identifies());
    if (!last().row().actions().contains(Action.RESET_BUDGETS)) {
      assertThat(tried.rejoins())
          .as("rejoins, never forgiven")
          .isGreaterThanOrEqualTo(before().rejoins());
    }
  }

  private Retries before() {
    return decisions.size() < 2
        ? Retries.NONE
        : decisions.get(decisions.size() - 2).memory().retries();
  }

  /** Hands over an event made for what is held now. */
  public FlowSimulation on(Function<FlowMemory, VoiceEvent> event) {
    return on(event.apply(memory()));
  }

  /** Lets time pass; timers that come due fire on the way. */
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

  /** A Session Description in the mode chosen, with the key of that ordinal. */
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

  /** From the socket being dialled to Established, as a server in good health lets it go. */
  public FlowSimulation establish() {
    return open().hello().ready().udpReady().discovered().described();
  }

  /** From the socket being dialled again to Established. */
  public FlowSimulation resume() {
    return open().hello().resumed();
  }

  public FlowSimulation udpUnreachable() {
    return on(now -> new VoiceEvent.UdpUnreachable(now.udp().generation(), "UDP: no route"));
  }

  /**
   * States that the last step waits to rejoin, or whatever the plan is, from {@code least} to
   * {@code most} milliseconds.
   */
  public FlowSimulation thenWaits(BackoffPlan plan, long least, long most) {
    assertThat(substate()).as("state after %s", last().event()).isEqualTo(plan);
    assertThat(delay()).isBetween(Duration.ofMillis(least), Duration.ofMillis(most));
    assertThat(timers()).contains(FlowTimer.BACKOFF);
    return this;
  }

  /** Lets the wait pass, and nothing else. */
  public FlowSimulation waitOver() {
    assertThat(state()).isEqualTo(VoiceState.BACKOFF);
    int generation = memory().timers().generation(FlowTimer.BACKOFF);
    advance(delay());
    assertThat(memory().timers().isArmed(FlowTimer.BACKOFF, generation)).isFalse();
    return this;
  }

  /** A rejoin that has just begun gets the credentials of this ordinal. */
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

  /** States where the last step led, and exactly what it did. */
  public FlowSimulation then(VoiceState expected, String... effects) {
    assertThat(state()).as("state after %s", last().event()).isEqualTo(expected);
    assertThat(did()).as("effects of %s", last().event()).containsExactly(effects);
    return this;
  }

  /** States that the last step ended the connection for this reason and by this trigger. */
  public FlowSimulation thenEnded(Substate reason, Trigger trigger) {
    assertThat(state().isTerminal()).isTrue();
    assertThat(substate()).isEqualTo(reason);
    assertThat(trigger()).isEqualTo(trigger);
    assertThat(did()).endsWith("drop credentials", "ended");
    assertThat(timers()).isEmpty();
    holdings.assertEmpty();
    return this;
  }
}
