package dev.antiphon.internal.flow;

import static dev.antiphon.flow.VoiceState.AWAITING_SERVER_UPDATE;
import static dev.antiphon.flow.VoiceState.ESTABLISHED;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.LOST;
import static dev.antiphon.internal.flow.VoiceEvent.MainSession.Change.NEW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of op 4 that the library sends by itself until it is stable has a limit. */
@Tag("P27")
class OwnVoiceStatesTest {

  /** The rejoins, and the two op 4 of a join. */
  private static int limit(int rejoins) {
    return rejoins + 2;
  }

  private static FlowLimits limits(int rejoins) {
    return FlowSimulation.limits(RetryLimits.builder().rejoins(rejoins).build());
  }

  private static long voiceStates(FlowSimulation flow) {
    return flow.story().stream().filter(did -> did.matches("op4\\(\\d+\\).*")).count();
  }

  /** Applies the world to the flow until the connection ends. */
  private static void untilTheEnd(FlowSimulation flow, Consumer<FlowSimulation> world) {
    while (!flow.state().isTerminal()) {
      assertThat(voiceStates(flow)).as("the connection must end").isLessThan(50);
      world.accept(flow);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void joinFailsWhenEachOpcode4CostsTheMainSession(int rejoins) {
    FlowSimulation flow = Stage.ASKED.reach(limits(rejoins));
    untilTheEnd(flow, now -> now.mainSession(LOST).advanceMillis(100).mainSession(NEW));
    flow.thenEnded(FailureCause.RETRIES_EXHAUSTED, new Trigger.Event(EventKind.MAIN_SESSION_NEW));
    assertThat(voiceStates(flow)).isEqualTo(1 + limit(rejoins));
    assertThat(flow.did()).contains("op4(null)");
  }

  @ParameterizedTest
  @CsvSource({"1, false", "8, false", "1, true", "8, true"})
  void callEndsWhenItLosesItsMainSessionTooOftenBeforeItIsStable(int rejoins, boolean reconnects) {
    FlowSimulation flow = Stage.ESTABLISHED.reach(limits(rejoins)).advanceMillis(30_000);
    untilTheEnd(
        flow,
        now -> {
          now.mainSession(NEW);
          if (reconnects && !now.state().isTerminal()) {
            int next = now.memory().credentials().session() + 1;
            now.voiceState(7, next).voiceServer(next, next).establish().advanceMillis(29_999);
          }
        });
    flow.thenEnded(FailureCause.RETRIES_EXHAUSTED, new Trigger.Event(EventKind.MAIN_SESSION_NEW));
    assertThat(voiceStates(flow)).isEqualTo(1 + limit(rejoins));
    assertThat(flow.did()).contains("op4(null)");
  }

  @Test
  void removalAfterALostMainSessionEndsTheCallWhenNoOpcode4IsLeft() {
    FlowSimulation flow = Stage.ESTABLISHED.reach(limits(1));
    untilTheEnd(
        flow,
        now -> {
          now.mainSession(LOST).voiceStateWithoutChannel();
          if (!now.state().isTerminal()) {
            int next = now.memory().credentials().session() + 1;
            now.voiceState(7, next).voiceServer(next, next).establish();
          }
        });
    flow.thenEnded(
        FailureCause.RETRIES_EXHAUSTED, new Trigger.Event(EventKind.VOICE_STATE_WITHOUT_CHANNEL));
    assertThat(voiceStates(flow)).isEqualTo(1 + limit(1));
  }

  @Test
  void newMainSessionDuringABackoffEndsTheCallWhenNoOpcode4IsLeft() {
    FlowSimulation flow = Stage.ESTABLISHED.reach(limits(1));
    for (int session = 2; session < 2 + limit(1); session++) {
      flow.mainSession(NEW).voiceState(7, session).voiceServer(session, session).establish();
    }
    flow.closed(1006).dialFailed("no route").mainSession(LOST);
    assertThat(flow.state()).isEqualTo(VoiceState.BACKOFF);
    flow.mainSession(NEW);
    flow.thenEnded(FailureCause.RETRIES_EXHAUSTED, new Trigger.Event(EventKind.MAIN_SESSION_NEW));
    assertThat(flow.memory().mainUp()).isTrue();
  }

  @Test
  void stableCallHasTheFullNumberAgain() {
    FlowSimulation flow = Stage.ESTABLISHED.reach(limits(1));
    for (int session = 2; session < 20; session++) {
      flow.mainSession(NEW).voiceState(7, session).voiceServer(session, session).establish();
      assertThat(flow.memory().retries().voiceStates()).isEqualTo(1);
      flow.advanceMillis(30_000);
      assertThat(flow.memory().retries().voiceStates()).isZero();
    }
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
  }

  @Test
  void requestsOfTheApplicationAreNotCounted() {
    FlowSimulation flow = Stage.ESTABLISHED.reach(limits(1));
    for (int request = 0; request < 20; request++) {
      flow.move(8).self(request % 2 == 0, true).join(7);
      assertThat(flow.memory().retries().voiceStates()).isZero();
    }
    flow.closed(4006);
    for (int request = 0; request < 20; request++) {
      flow.move(8).join(7).reconnect();
      assertThat(flow.memory().retries().voiceStates()).isZero();
    }
    assertThat(flow.state()).isEqualTo(AWAITING_SERVER_UPDATE);
  }

  /** A request of the application starts again with the full number. */
  @Test
  void requestOfTheApplicationIsSentWhenNoOpcode4IsLeft() {
    FlowSimulation flow = Stage.ASKED.reach(limits(1));
    flow.mainSession(NEW).mainSession(NEW).mainSession(NEW);
    assertThat(flow.memory().retries().voiceStates()).isEqualTo(limit(1));
    for (Command request : new Command[] {new Command.Move(8), new Command.Reconnect()}) {
      FlowSimulation again = flow.fork().on(request);
      assertThat(again.did()).anyMatch(EffectText::isOpFour);
      assertThat(again.memory().retries().voiceStates()).isZero();
    }
  }

  @Test
  void leaveAndTheJoinAfterItCountAsOne() {
    assertThat(Stage.LEAVING.reach().memory().retries().voiceStates()).isEqualTo(1);
    assertThat(Stage.REJOINING.reach().memory().retries().voiceStates()).isEqualTo(1);
    FlowSimulation repeated = Stage.ASKED.reach().advanceMillis(10_000);
    assertThat(repeated.did()).contains("op4(null)", "op4(7)");
    assertThat(repeated.memory().retries().voiceStates()).isEqualTo(1);
  }

  @Test
  void selfMuteIsNotCorrectedByTheLibraryWhenNoOpcode4IsLeft() {
    FlowSimulation flow = Stage.ESTABLISHED.reach(limits(1)).mainSession(NEW);
    flow.voiceState(7, 2).voiceServer(2, 2).self(true, false).establish();
    assertThat(flow.did()).contains("op4(7) muted");
    assertThat(flow.memory().retries().voiceStates()).isEqualTo(2);
    flow.mainSession(NEW).voiceState(7, 3).voiceServer(3, 3).establish();
    assertThat(flow.state()).isEqualTo(ESTABLISHED);
    assertThat(flow.did()).noneMatch(EffectText::isOpFour);
  }
}
