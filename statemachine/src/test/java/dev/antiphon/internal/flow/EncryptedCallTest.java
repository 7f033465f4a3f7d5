package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.fixtures.SessionModel;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.TakenOver;
import dev.antiphon.internal.flow.EncryptedCallModel.World;
import dev.antiphon.machine.check.CheckedStep;
import dev.antiphon.machine.check.Counterexample;
import dev.antiphon.machine.check.Exploration;
import dev.antiphon.machine.check.Explorer;
import dev.antiphon.machine.check.Liveness;
import dev.antiphon.machine.check.Store;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Explores the flow and the session of the end-to-end encryption as one system. A test in the
 * module {@code dave} shows that each step of the real session is a step of {@link SessionModel}.
 */
@Tag("P31")
class EncryptedCallTest {
  private static final int MOST = 2_000_000;
  private static final int RECOVERIES = 1;

  private static FlowLimits limits() {
    FlowLimits defaults = FlowLimits.ofDefaults();
    return new FlowLimits(
        defaults.delays(),
        defaults.serverLostDelay(),
        defaults.severedDelay(),
        1,
        0,
        TakenOver.END,
        false,
        defaults.modes(),
        RetryLimits.builder().resumes(0).rejoins(1).freeChanges(2).build());
  }

  private static Explorer<EncryptedCall, EncryptedCallModel.Event, EncryptedCallModel.Decision>
      explorer(EncryptedCallModel model) {
    CanonicalMemory canonical = new CanonicalMemory(limits(), false);
    return Explorer.of(model)
        .storedIn(() -> Store.by(call -> key(canonical, call)))
        .checking(EncryptedCallTest::breach)
        .eventually(
            Liveness.<EncryptedCall, EncryptedCallModel.Event>restricted(
                    "a call without keys",
                    event -> event.source() == EncryptedCallModel.Source.SILENT,
                    call -> call.isEnd() || !call.awaitsKeys() && call.isEstablished())
                .from(EncryptedCall::awaitsKeys));
  }

  private static Object key(CanonicalMemory canonical, EncryptedCall call) {
    Snapshot now = canonical.of(call.connection().now());
    return new EncryptedCall(
        new Configuration(
            new Snapshot(now.at(), now.memory().with(canonical.running(relevant(call)))),
            call.connection().external(),
            call.connection().surroundings()),
        call.session(),
        call.reported(),
        call.ours(),
        call.theirs(),
        call.discord(),
        call.speech());
  }

  private static Optional<String> breach(
      CheckedStep<EncryptedCall, EncryptedCallModel.Event, EncryptedCallModel.Decision> step) {
    EncryptedCall call = step.after();
    boolean quiet = !call.discord().stateDue() && !call.discord().serverDue();
    FlowMemory memory = call.memory();
    if (call.isEstablished() && quiet && call.ours() != call.target()) {
      return Optional.of("the keys belong to another channel than the connection");
    }
    if (call.isEstablished()
        && call.isReported()
        && call.awaitsKeys()
        && !memory.timers().isArmed(FlowTimer.KEYS)) {
      return Optional.of("a wait for keys without a deadline");
    }
    if (call.reported().isAwaited() && memory.timers().isArmed(FlowTimer.STABLE)) {
      return Optional.of("stable while keys are awaited");
    }
    if (call.session().recoveries() > RECOVERIES) {
      return Optional.of("too many recoveries");
    }
    if (call.speech().leaked()) {
      return Optional.of("a frame that was accepted under encryption is sent in clear");
    }
    boolean lost = call.isEstablished() && !call.hasSession();
    return lost ? Optional.of("established without a session") : Optional.empty();
  }

  private static Set<FlowTimer> relevant(EncryptedCall call) {
    Set<FlowTimer> timers = EnumSet.noneOf(FlowTimer.class);
    timers.addAll(call.memory().timers().armed());
    timers.retainAll(EncryptedCallModel.TIMERS);
    return timers;
  }

  private static Exploration<EncryptedCall, EncryptedCallModel.Event> explore(
      World world, SessionModel sessions, FlowExplorer.Rules rules) {
    return explorer(new EncryptedCallModel(world, limits(), sessions, rules)).explore(MOST);
  }

  @ParameterizedTest
  @EnumSource(names = {"MOVED", "SPEECH"})
  void everyPropertyHoldsForTheFlowAndTheSessionTogether(World world) {
    SessionModel sessions = new SessionModel(RECOVERIES, false);
    Exploration<EncryptedCall, EncryptedCallModel.Event> found =
        explore(world, sessions, new VoiceFlow(limits())::decide);
    System.out.println("flow and session, " + world + ": " + found);
    found.orThrow();
    assertThat(found.isComplete()).isTrue();
  }

  @Test
  @Tag("proof")
  void everyPropertyHoldsForSpeechInACallThatIsMoved() {
    SessionModel sessions = new SessionModel(RECOVERIES, false);
    explore(World.WHOLE, sessions, new VoiceFlow(limits())::decide).orThrow();
  }

  @Test
  void noFrameLeavesInClearIfEncryptionIsRequired() {
    Exploration<EncryptedCall, EncryptedCallModel.Event> found =
        explore(World.SPEECH, new SessionModel(RECOVERIES, true), new VoiceFlow(limits())::decide);
    found.orThrow();
    assertThat(found.isComplete()).isTrue();
  }

  @Test
  void sessionOfTheOldChannelThatIsKeptAfterAMoveIsFound() {
    VoiceFlow flow = new VoiceFlow(limits());
    Counterexample<EncryptedCallModel.Event> found =
        explore(
                World.MOVED,
                new SessionModel(RECOVERIES, false),
                (before, event) -> keepingTheSession(flow.decide(before, event)))
            .counterexample()
            .orElseThrow();
    assertThat(found.what()).isEqualTo("the keys belong to another channel than the connection");
    assertThat(found.events().subList(found.events().size() - 2, found.events().size()))
        .extracting(EncryptedCallModel.Event::name)
        .containsExactly("DESCRIBED", "voice state");
  }

  /** The planted defect: only the channel changes when the voice state follows its voice server. */
  private static FlowDecision keepingTheSession(FlowDecision decision) {
    if (!decision.row().id().equals("B4.ES.2")) {
      return decision;
    }
    Snapshot before = decision.before();
    return new FlowDecision(
        decision.event(),
        decision.row(),
        before,
        new Snapshot(before.at(), before.memory().with(decision.memory().intent())),
        List.of());
  }

  @Test
  void recoveriesWithoutABudgetAreFound() {
    Counterexample<EncryptedCallModel.Event> found =
        explore(
                World.MOVED,
                new SessionModel(RECOVERIES + 1, false),
                new VoiceFlow(limits())::decide)
            .counterexample()
            .orElseThrow();
    assertThat(found.what()).isEqualTo("too many recoveries");
  }
}
