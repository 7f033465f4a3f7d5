package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.LOST;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.RESUMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.TakenOver;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.EncryptionMode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each join, move and reconnect is decided within DECIDE (E24), and a lost connection ends or is
 * established within RECOVERY (E25), whatever Discord sends.
 */
@Tag("P26")
class RequestTest {
  private static final Duration DECIDE = FlowTimer.DECIDE.defaultDelay();
  private static final String UNDECIDED = "requests fail: Undecided";

  /** A world that never stops to send, and never lets a connection become established. */
  enum World {
    /** The main session is lost and resumed every 150 ms. */
    FLAPPING_MAIN_GATEWAY(150, flow -> flow.mainSession(flow.memory().mainUp() ? LOST : RESUMED)),
    /** Discord names a new voice server every 100 ms. */
    NEW_VOICE_SERVERS(
        100,
        flow -> {
          int next = flow.memory().credentials().endpoint() + 1;
          flow.voiceServer(next, next);
        });

    private final long milliseconds;
    private final Consumer<FlowSimulation> send;

    World(long milliseconds, Consumer<FlowSimulation> send) {
      this.milliseconds = milliseconds;
      this.send = send;
    }

    /** The world sends until that time has passed, except in its last moment. */
    FlowSimulation disturb(FlowSimulation flow, Duration time) {
      long left = time.toMillis();
      for (; left > milliseconds; left -= milliseconds) {
        flow.advanceMillis(milliseconds);
        send.accept(flow);
      }
      return flow.advanceMillis(left);
    }

    /** A join that this world keeps open. */
    FlowSimulation join() {
      return this == FLAPPING_MAIN_GATEWAY ? Stage.ASKED.reach() : Stage.DIALLING.reach();
    }
  }

  @ParameterizedTest
  @EnumSource
  void joinFailsAndLeavesTheChannelWhenItIsNotDecidedInTime(World world) {
    FlowSimulation flow = world.disturb(world.join(), DECIDE.minusMillis(1));
    assertThat(flow.state().isTerminal()).isFalse();
    flow.advanceMillis(1)
        .thenEnded(FailureCause.NOT_DECIDED, new Trigger.TimedOut(FlowTimer.DECIDE));
    assertThat(flow.did()).contains("op4(null)");
  }

  @ParameterizedTest
  @EnumSource
  void repeatedJoinDoesNotExtendTheDeadline(World world) {
    FlowSimulation flow = world.disturb(world.join(), Duration.ofSeconds(60));
    world.disturb(flow.join(), Duration.ofSeconds(60));
    flow.thenEnded(FailureCause.NOT_DECIDED, new Trigger.TimedOut(FlowTimer.DECIDE));
  }

  @Test
  void reconnectDuringAJoinDoesNotExtendTheDeadlineOfTheJoin() {
    World world = World.FLAPPING_MAIN_GATEWAY;
    FlowSimulation flow = world.disturb(world.join(), Duration.ofSeconds(60));
    world.disturb(flow.reconnect(), Duration.ofSeconds(60));
    flow.thenEnded(FailureCause.NOT_DECIDED, new Trigger.TimedOut(FlowTimer.DECIDE));
  }

  @Test
  void requestForAnotherChannelFailsTheOlderJoinAndStartsTheDeadlineAnew() {
    World world = World.FLAPPING_MAIN_GATEWAY;
    for (Command elsewhere : List.of(new Command.Move(8), new Command.Join(8))) {
      FlowSimulation flow = world.disturb(world.join(), Duration.ofSeconds(60)).on(elsewhere);
      assertThat(flow.did()).contains("requests except 8 fail: Superseded");
      world.disturb(flow, DECIDE.minusMillis(1));
      assertThat(flow.state().isTerminal()).isFalse();
      flow.advanceMillis(1)
          .thenEnded(FailureCause.NOT_DECIDED, new Trigger.TimedOut(FlowTimer.DECIDE));
    }
  }

  /** A request of an established connection, with its answers. */
  enum Request {
    MOVE(() -> Stage.MOVING.reach().voiceState(8, 1).voiceServer(2, 2)),
    MOVE_WITHOUT_A_CALL(
        () -> Stage.BACKOFF_RESUME.reach().move(8).voiceState(8, 1).voiceServer(2, 2)),
    RECONNECT(() -> Stage.ESTABLISHED.reach().reconnect().waitOver().rejoin(2));

    private final Supplier<FlowSimulation> reach;

    Request(Supplier<FlowSimulation> reach) {
      this.reach = reach;
    }
  }

  @ParameterizedTest
  @EnumSource
  void moveOrReconnectFailsWhenItIsNotDecidedInTimeAndTheConnectionContinues(Request request) {
    FlowSimulation flow = request.reach.get();
    World.NEW_VOICE_SERVERS.disturb(flow, DECIDE.minusMillis(1));
    assertThat(flow.story()).doesNotContain(UNDECIDED);
    flow.advanceMillis(1).then(VoiceState.IDENTIFYING, UNDECIDED);
    flow.advance(Duration.ofSeconds(30)).establish();
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
  }

  @Test
  void reconnectFailsAPendingMoveAndHasItsOwnDeadline() {
    FlowSimulation flow = Stage.MOVING.reach().advanceMillis(5_000).reconnect();
    assertThat(flow.did()).contains("move to 8 fails: Superseded");
    World.NEW_VOICE_SERVERS.disturb(flow.waitOver().rejoin(2), DECIDE.minusMillis(1));
    assertThat(flow.story()).doesNotContain(UNDECIDED);
    assertThat(flow.advanceMillis(1).did()).containsExactly(UNDECIDED);
  }

  /** Without a join, a lost connection has a deadline of its own. */
  @Test
  void lostConnectionEndsInTimeWhenDiscordNamesNewVoiceServersForEver() {
    FlowLimits limits = limits(Map.of(FlowTimer.HOLD, Duration.ofSeconds(1)));
    FlowSimulation flow = Stage.ESTABLISHED.reach(limits).voiceServer(2, 2);
    Duration recovery = limits.recoveryDelay(flow.memory().budgets());
    flow.advanceMillis(250);
    World.NEW_VOICE_SERVERS.disturb(flow, recovery.minusMillis(251));
    assertThat(flow.state()).isEqualTo(VoiceState.IDENTIFYING);
    flow.advanceMillis(1)
        .thenEnded(FailureCause.RETRIES_EXHAUSTED, new Trigger.TimedOut(FlowTimer.RECOVERY));
    assertThat(flow.did()).contains("op4(null)");
  }

  @Test
  void lostConnectionHasAlmost24MinutesWithTheDefaults() {
    FlowLimits limits = FlowLimits.ofDefaults();
    assertThat(limits.recoveryDelay(Stage.IDLE.reach().memory().budgets()))
        .isEqualTo(Duration.ofMinutes(23).plusSeconds(55));
  }

  @Test
  void moveDuringACallFailsWhenItsDeadlineIsShorterThanTheMoveTimer() {
    FlowLimits limits = limits(Map.of(FlowTimer.DECIDE, Duration.ofSeconds(5)));
    FlowSimulation flow = Stage.MOVING.reach(limits).self(true, false);
    FlowSimulation away = flow.fork().mainSession(LOST).advanceMillis(5_000);
    away.then(ESTABLISHED, UNDECIDED, "stop MOVE", "op4(7) muted");
    flow.advanceMillis(5_000).then(ESTABLISHED, UNDECIDED, "stop MOVE", "op4(7) muted");
    assertThat(flow.memory().intent().pendingMove()).isEmpty();
  }

  @Test
  void moveStaysPendingWhenTheCallIsResumed() {
    FlowSimulation flow = Stage.MOVING.reach().closed(1006).resume();
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
    assertThat(flow.timers()).contains(FlowTimer.DECIDE);
  }

  @Test
  void confirmedMoveIsNotRevertedWhenItIsNotDecidedInTime() {
    FlowLimits limits = limits(Map.of(FlowTimer.DECIDE, Duration.ofSeconds(5)));
    FlowSimulation flow = Stage.MOVING.reach(limits).voiceState(8, 1).voiceServer(2, 2);
    flow.mainSession(LOST).advanceMillis(5_000).then(VoiceState.IDENTIFYING, UNDECIDED);
  }

  @Test
  void unconfirmedMoveWithoutACallIsRevertedWhenItIsNotDecidedInTime() {
    FlowLimits limits = limits(Map.of(FlowTimer.DECIDE, Duration.ofSeconds(5)));
    FlowSimulation flow = Stage.MOVING.reach(limits).closed(1006).mainSession(LOST);
    flow.advanceMillis(5_000).then(VoiceState.RESUMING, UNDECIDED, "stop MOVE", "op4(7)");
  }

  private static FlowLimits limits(Map<FlowTimer, Duration> delays) {
    return new FlowLimits(
        delays,
        Duration.ofSeconds(60),
        Duration.ofSeconds(5),
        2,
        2,
        TakenOver.END,
        false,
        List.of(EncryptionMode.values()),
        RetryLimits.builder().rejoins(1).build());
  }
}
