package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.internal.flow.Credentials.Unpaired;
import dev.antiphon.machine.Outcome;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Properties of moves, pairs, own op 4 and the policy. Each run starts at a random stage and
 * applies random inputs.
 */
class ChangePropertiesTest {
  private static final Set<WaitReason> OWN =
      EnumSet.of(WaitReason.JOIN, WaitReason.MOVE, WaitReason.REJOIN);

  /** The actions that request the target with op 4, or wait for the answer to such an op 4. */
  private static final Set<Action> ASKING =
      EnumSet.of(
          Action.SEND_VOICE_STATE,
          Action.SEND_VOICE_STATE_IN_NEW_ROUND,
          Action.REPEAT_AFTER_LEAVE,
          Action.PURSUE_REQUEST,
          Action.REJOIN,
          Action.REJOIN_AFTER_RANDOM_DELAY);

  @Property(tries = 2_000)
  void moveTimerRunsIfAndOnlyIfAMoveIsPending(
      @ForAll("stages") Stage stage, @ForAll("inputs") List<RandomInput> inputs) {
    for (FlowDecision decision : decisions(stage, inputs)) {
      FlowMemory memory = decision.memory();
      if (!decision.to().isTerminal()) {
        assertThat(memory.timers().isArmed(FlowTimer.MOVE))
            .as("%s", decision)
            .isEqualTo(memory.intent().pendingMove().isPresent());
        assertThat(memory.intent().pendingMove())
            .as("%s", decision)
            .satisfiesAnyOf(
                pending -> assertThat(pending).isEmpty(),
                pending -> assertThat(pending).isNotEqualTo(memory.intent().target()));
      }
    }
  }

  @Property(tries = 2_000)
  void unpairedUpdateIsKeptOnlyWhileThePairTimerRunsOrOpcode4IsUnanswered(
      @ForAll("stages") Stage stage, @ForAll("inputs") List<RandomInput> inputs) {
    for (FlowDecision decision : decisions(stage, inputs)) {
      FlowMemory memory = decision.memory();
      Unpaired unpaired = memory.credentials().unpaired();
      if (decision.to().isTerminal()) {
        continue;
      }
      if (memory.timers().isArmed(FlowTimer.PAIR)) {
        assertThat(unpaired).as("%s", decision).isNotEqualTo(Unpaired.NOTHING);
      } else if (unpaired != Unpaired.NOTHING) {
        assertThat(unpaired).as("%s", decision).isEqualTo(Unpaired.VOICE_SERVER);
        assertThat(memory.intent().unanswered()).as("%s", decision).isTrue();
      }
    }
  }

  /** Rule G2, checked without the memory: only sent and received events count. */
  @Property(tries = 2_000)
  void serverIsNotDialledBeforeTheOwnOpcode4IsAnswered(
      @ForAll("stages") Stage stage, @ForAll("inputs") List<RandomInput> inputs) {
    OptionalLong asked = OptionalLong.empty();
    OptionalLong moving = OptionalLong.empty();
    boolean answered = true;
    for (FlowDecision decision : decisions(stage, inputs)) {
      if (decision.event() instanceof VoiceEvent.OwnVoiceState voiceState
          && voiceState.channelId().isPresent()
          && !decision.row().note().equals("the leave is awaited")) {
        answered |= voiceState.channelId().equals(asked) || voiceState.channelId().equals(moving);
      }
      if (decision.from() == VoiceState.AWAITING_SERVER_UPDATE
          && decision.to() == VoiceState.IDENTIFYING
          && OWN.contains(decision.before().at().substate())) {
        assertThat(answered).as("%s", decision).isTrue();
      }
      if (asksForTarget(decision)) {
        asked = decision.memory().intent().target();
        answered = false;
      }
      moving = decision.memory().intent().pendingMove();
    }
  }

  /** Whether a voice state with the target must follow before a voice server is dialled. */
  private static boolean asksForTarget(FlowDecision decision) {
    return decision.row().actions().stream().anyMatch(ASKING::contains);
  }

  /** A requested channel stays in the set until its move is reported as failed. */
  @Property(tries = 2_000)
  void moveFailsAtMostOnce(
      @ForAll("stages") Stage stage, @ForAll("inputs") List<RandomInput> inputs) {
    Set<Long> onTheWay = new HashSet<>();
    for (FlowDecision decision : decisions(stage, inputs)) {
      for (Effect effect : decision.effects()) {
        if (effect instanceof Effect.FailMove failed) {
          assertThat(onTheWay.remove(failed.channelId())).as("%s", decision).isTrue();
        }
      }
      if (decision.row().outcome() != Outcome.REFUSED) {
        new Situation(
                FlowLimits.ofDefaults(), decision.after().at(), decision.memory(), decision.event())
            .channelOfEvent()
            .ifPresent(onTheWay::add);
      }
    }
  }

  /** {@link FlowSimulation} checks after every step that no budget is exceeded. */
  @Property(tries = 2_000)
  void noRetryBudgetIsExceededAndNoTimerRunsAfterTwentyMinutesWithoutInput(
      @ForAll("stages") Stage stage,
      @ForAll("inputs") List<RandomInput> inputs,
      @ForAll boolean policy) {
    FlowLimits defaults = FlowLimits.ofDefaults();
    FlowSimulation flow = stage.reach(policy ? defaults.withPolicy() : defaults);
    inputs.forEach(input -> input.applyTo(flow));
    flow.advance(Duration.ofMinutes(20));
    assertThat(flow.timers()).isEmpty();
    assertThat(flow.state().isTerminal() || flow.state() == VoiceState.ESTABLISHED)
        .as("%s is a state in which a connection stays", flow.state())
        .isTrue();
    if (!policy) {
      assertThat(flow.story()).noneMatch(did -> did.startsWith("ask policy"));
    }
  }

  private static List<FlowDecision> decisions(Stage stage, List<RandomInput> inputs) {
    FlowSimulation flow = stage.reach();
    inputs.forEach(input -> input.applyTo(flow));
    return flow.decisions();
  }

  @Provide
  Arbitrary<List<RandomInput>> inputs() {
    return RandomInput.lists(40);
  }

  @Provide
  Arbitrary<Stage> stages() {
    return Arbitraries.of(
        Stage.ASKED,
        Stage.DIALLING,
        Stage.SELECTING,
        Stage.ESTABLISHED,
        Stage.MOVING,
        Stage.RESUMING,
        Stage.BACKOFF_RESUME,
        Stage.BACKOFF_REJOIN,
        Stage.LEAVING,
        Stage.REJOINING,
        Stage.SEVERED,
        Stage.SERVER_CHANGED,
        Stage.SERVER_LOST,
        Stage.PACED);
  }
}
