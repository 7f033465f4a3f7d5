package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.RetryLimits;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.VoiceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;

/**
 * Properties that hold after any inputs in any order. {@link FlowSimulation} itself checks the
 * timers and the {@link HeldResources} after every step.
 */
class FlowPropertiesTest {

  @Property(tries = 3_000)
  @Tag("P16")
  @Tag("P17")
  void anyInputsCauseNoExceptionAndDisconnectReleasesEveryResource(
      @ForAll("inputs") List<RandomInput> inputs) {
    FlowSimulation flow = new FlowSimulation();
    inputs.forEach(input -> input.applyTo(flow));
    boolean joined = flow.story().contains("joined");
    Statistics.label("joined")
        .collect(joined)
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 15));
    flow.disconnect();
    assertThat(flow.timers()).isEmpty();
    flow.resources().assertEmpty();
    assertThat(Collections.frequency(flow.story(), "drop credentials")).isEqualTo(1);
  }

  @Property(tries = 1_500)
  @Tag("P14")
  void terminalStateNeverChanges(@ForAll("inputs") List<RandomInput> inputs) {
    FlowSimulation flow = new FlowSimulation();
    for (RandomInput input : inputs) {
      boolean ended = flow.state().isTerminal();
      VoiceState state = flow.state();
      FlowMemory memory = flow.memory();
      int steps = flow.decisions().size();
      input.applyTo(flow);
      if (ended) {
        assertThat(flow.state()).isEqualTo(state);
        assertThat(flow.memory()).isEqualTo(memory);
        assertThat(effectsSince(flow, steps)).allMatch(FlowPropertiesTest::closesALateResource);
      }
    }
  }

  @Property(tries = 1_500)
  @Tag("P3")
  void ignoredEventsKeepTheStoredDataAndInternalEventsKeepTheState(
      @ForAll("inputs") List<RandomInput> inputs) {
    FlowSimulation flow = new FlowSimulation();
    VoiceFlow rules = new VoiceFlow(flow.limits());
    Snapshot before = flow.now();
    inputs.forEach(input -> input.applyTo(flow));
    for (FlowDecision decision : flow.decisions()) {
      assertThat(rules.decide(before, decision.event()))
          .as("a step depends only on state, memory and event")
          .isEqualTo(decision);
      boolean timer = decision.event() instanceof VoiceEvent.TimerFired;
      switch (decision.row().outcome()) {
        case IGNORED, REFUSED -> {
          if (!timer) {
            assertThat(decision.memory()).isEqualTo(before.memory());
          }
          assertThat(decision.effects()).allMatch(FlowPropertiesTest::closesALateResource);
        }
        case INTERNAL, VIOLATION -> assertThat(decision.to()).isEqualTo(decision.from());
        case TRANSITION ->
            assertThat(decision.after().at())
                .isInstanceOfSatisfying(
                    FlowState.Triggered.class,
                    at -> assertThat(at.trigger()).as("%s", decision).isNotNull());
      }
      before = decision.after();
    }
  }

  @Property(tries = 1_500)
  void leaveIsSentAtTheEndOfTheConnectionIfAndOnlyIfTheBotCanStillBeInAChannel(
      @ForAll("inputs") List<RandomInput> inputs) {
    FlowSimulation flow = new FlowSimulation();
    inputs.forEach(input -> input.applyTo(flow));
    flow.disconnect();
    boolean asked = false;
    boolean listed = false;
    boolean unanswered = false;
    for (FlowDecision decision : flow.decisions()) {
      if (decision.event() instanceof VoiceEvent.OwnVoiceState voiceState && asked) {
        listed = voiceState.channelId().isPresent();
      }
      if (decision.to().isTerminal() && !decision.from().isTerminal()) {
        Substate reason = decision.after().at().substate();
        boolean withoutLeave =
            reason == DisconnectReason.GUILD_REMOVED || reason == DisconnectReason.REPLACED;
        boolean leaves =
            decision.effects().stream().map(EffectText::of).anyMatch("op4(null)"::equals);
        if (!unanswered) {
          assertThat(leaves)
              .as("the channel is left in %s", decision)
              .isEqualTo(listed && !withoutLeave);
        } else if (listed) {
          assertThat(leaves).as("the channel is left in %s", decision).isEqualTo(!withoutLeave);
        }
      }
      asked |= decision.to() != VoiceState.IDLE;
      Intent intent = decision.memory().intent();
      unanswered = intent.unanswered() || intent.outstanding() > 0;
    }
  }

  /** {@link #granted} computes the limit. */
  @Property(tries = 1_500)
  @Tag("P12")
  void opcode4IsSentAtMostAsOftenAsTheRetryBudgetsAllow(
      @ForAll("inputs") List<RandomInput> inputs) {
    FlowSimulation flow = new FlowSimulation();
    inputs.forEach(input -> input.applyTo(flow));
    flow.disconnect();
    long sent = flow.story().stream().filter(did -> did.matches("op4\\(\\d+\\).*")).count();
    long granted = flow.decisions().stream().mapToInt(FlowPropertiesTest::granted).sum();
    assertThat(sent).isLessThanOrEqualTo(granted);
    assertThat(generations(flow)).isSorted().doesNotHaveDuplicates();
  }

  /**
   * Returns how many op 4 with a channel a step allows. A join, or a move without a call, is sent
   * at most twice. Every other request is sent once.
   */
  private static int granted(FlowDecision decision) {
    int standing = decision.row().changesState() && decision.to() == VoiceState.ESTABLISHED ? 1 : 0;
    return standing
        + decision.row().actions().stream()
            .mapToInt(
                action ->
                    switch (action) {
                      case SEND_VOICE_STATE_IN_NEW_ROUND, PURSUE_REQUEST -> 2;
                      case SEND_VOICE_STATE -> decision.from() == VoiceState.IDLE ? 2 : 0;
                      case REJOIN, REJOIN_AFTER_RANDOM_DELAY, MOVE -> 1;
                      case REQUEST_CURRENT_CHANNEL, SEND_SELF_FLAGS -> 1;
                      case FAIL_UNANSWERED_MOVE, FAIL_UNDECIDED_MOVE -> 1;
                      default -> 0;
                    })
            .sum();
  }

  @Property(tries = 1_500)
  void flowHasEndedOrIsEstablishedOrIdleAfterTwentyMinutesWithoutInput(
      @ForAll("inputs") List<RandomInput> inputs) {
    FlowSimulation flow = new FlowSimulation();
    inputs.forEach(input -> input.applyTo(flow));
    flow.advance(Duration.ofMinutes(20));
    assertThat(
            flow.state().isTerminal()
                || flow.state() == VoiceState.IDLE
                || flow.state() == VoiceState.ESTABLISHED)
        .as("%s is a state in which a connection stays", flow.state())
        .isTrue();
    assertThat(flow.timers()).isEmpty();
  }

  /** The server accepts or rejects every resume, and then closes the socket with any code. */
  @Property(tries = 300)
  void retriesAreExhaustedWhenTheServerClosesEveryResumedSession(
      @ForAll("losses") List<Integer> codes, @ForAll boolean resumed) {
    FlowSimulation flow = Stage.ESTABLISHED.reach();
    int next = 0;
    while (!flow.state().isTerminal()) {
      assertThat(flow.decisions()).as("the connection must end").hasSizeLessThan(1_000);
      switch (flow.state()) {
        case ESTABLISHED -> flow.closed(codes.get(next++ % codes.size()));
        case RESUMING -> {
          flow.open().hello();
          if (resumed) {
            flow.resumed();
          } else {
            flow.closed(codes.get(next++ % codes.size()));
          }
        }
        case BACKOFF -> flow.waitOver();
        case AWAITING_SERVER_UPDATE -> flow.rejoin(next + 2);
        default -> flow.establish();
      }
    }
    assertThat(flow.substate()).isEqualTo(FailureCause.RETRIES_EXHAUSTED);
    assertThat(flow.memory().retries().resumes()).isEqualTo(4);
    assertThat(flow.memory().retries().rejoins()).isEqualTo(8);
    flow.resources().assertEmpty();
  }

  @Provide
  Arbitrary<List<Integer>> losses() {
    return Arbitraries.of(1000, 1001, 1006, 4015).list().ofMinSize(1).ofMaxSize(5);
  }

  /** {@link FlowSimulation} checks after every step that no budget is exceeded. */
  @Property(tries = 1_000)
  void smallRetryBudgetsAreNeverExceeded(
      @ForAll("inputs") List<RandomInput> inputs, @ForAll("budgets") RetryLimits budgets) {
    FlowSimulation flow = new FlowSimulation(FlowSimulation.limits(budgets));
    inputs.forEach(input -> input.applyTo(flow));
    flow.advance(Duration.ofMinutes(20));
    assertThat(flow.timers()).isEmpty();
  }

  @Provide
  Arbitrary<RetryLimits> budgets() {
    Arbitrary<Integer> few = Arbitraries.integers().between(0, 2);
    return Combinators.combine(few, few, few)
        .as(
            (resumes, rejoins, identifies) ->
                RetryLimits.builder()
                    .resumes(resumes)
                    .rejoins(rejoins)
                    .identifies(identifies)
                    .pathFailures(1)
                    .build());
  }

  @Provide
  Arbitrary<List<RandomInput>> inputs() {
    return RandomInput.lists(60);
  }

  private static List<Effect> effectsSince(FlowSimulation flow, int steps) {
    return flow.decisions().stream()
        .skip(steps)
        .flatMap(decision -> decision.effects().stream())
        .toList();
  }

  private static boolean closesALateResource(Effect effect) {
    return effect instanceof Effect.AbortSocket || effect instanceof Effect.CloseUdp;
  }

  /** The generations of all op 4, which must be distinct. */
  private static List<Integer> generations(FlowSimulation flow) {
    List<Integer> generations = new ArrayList<>();
    for (Effect effect : effectsSince(flow, 0)) {
      if (effect instanceof Effect.SendVoiceState send) {
        generations.add(send.generation());
      }
    }
    return generations;
  }
}
