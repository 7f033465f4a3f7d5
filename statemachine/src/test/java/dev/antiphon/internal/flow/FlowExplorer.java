package dev.antiphon.internal.flow;

import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.check.Check;
import dev.antiphon.machine.check.CheckedStep;
import dev.antiphon.machine.check.Counterexample;
import dev.antiphon.machine.check.Exploration;
import dev.antiphon.machine.check.Explorer;
import dev.antiphon.machine.check.Liveness;
import dev.antiphon.machine.check.Ranking;
import java.util.List;

/**
 * The model checker of the pure flow. It explores all configurations that the {@link ModelEvent}s
 * of a world can reach, up to the fixpoint. It checks every step with {@link StepSafety} and {@link
 * Rank}. It also checks liveness: a connection ends in a silent world, and it gets established in a
 * cooperative world.
 */
final class FlowExplorer {
  /** A connection ends in a silent world. Repeated discovery packets are excluded. */
  static final String SILENCE = "P19: a silent world";

  /** A connection gets established in a cooperative world. */
  static final String COOPERATION = "P20: a cooperative world";

  /** The explored rules: those of the flow, or rules with a planted defect. */
  @FunctionalInterface
  interface Rules {
    FlowDecision decide(Snapshot before, VoiceEvent event);
  }

  private final Configurations found;
  private final Explorer<Configuration, ExploredEvent, FlowDecision> explorer;

  FlowExplorer(ModelWorld world) {
    this(world, new VoiceFlow(world.limits())::decide);
  }

  FlowExplorer(ModelWorld world, Rules rules) {
    FlowLimits limits = world.limits();
    boolean requests = world.tracksRequests();
    found = new Configurations(world);
    explorer =
        Explorer.of(new FlowModel(world, rules))
            .storedIn(() -> found)
            .checking(
                step -> StepSafety.breach(step.before(), step.event().event(), step.decision()))
            .checking(
                step -> RequestSafety.breach(limits, requests, step.before(), step.decision()))
            .checking(lowersTheRank(new Rank(limits)))
            .eventually(
                Liveness.<Configuration, ExploredEvent>restricted(
                        SILENCE, ExploredEvent::isSilent, Configuration::isTerminal)
                    .from(here -> here.state() != VoiceState.IDLE))
            .eventually(
                Liveness.<Configuration, ExploredEvent>cooperative(
                        COOPERATION,
                        here ->
                            CooperativeWorld.next(here)
                                .map(event -> ExploredEvent.now(event, here)),
                        here -> here.state() == VoiceState.ESTABLISHED)
                    .from(here -> !here.isTerminal()));
  }

  /**
   * Explores all configurations once, but at most {@code most}. If there are more, the liveness
   * properties remain unchecked.
   */
  Exploration<Configuration, ExploredEvent> explore(int most) {
    return explorer.explore(most);
  }

  /** The configurations that were found, by number. */
  Configurations found() {
    return found;
  }

  /** The model events of that counterexample. */
  static List<ModelEvent> causes(Counterexample<ExploredEvent> broken) {
    return broken.events().stream().map(ExploredEvent::cause).toList();
  }

  private static Check<Configuration, ExploredEvent, FlowDecision> lowersTheRank(Rank rank) {
    return new Ranking<>(
        "P21: the rank " + Rank.NAME,
        here -> rank.of(here.now()),
        FlowExplorer::isCausedByTheVoiceSide,
        step -> step.decision().row().changesState() || begins(step.decision()));
  }

  private static boolean isCausedByTheVoiceSide(
      CheckedStep<Configuration, ExploredEvent, FlowDecision> step) {
    if (step.before().isTerminal() || step.event().cause() == ModelEvent.STABLE_FIRES) {
      return false;
    }
    return switch (step.event().cause().source()) {
      case APPLICATION, POLICY, MAIN_GATEWAY -> false;
      case DIAL, SOCKET, HEART, ENCRYPTION, PATH_OPENING, PATH, TIMER -> true;
    };
  }

  private static boolean begins(FlowDecision decision) {
    return decision.effects().stream()
        .anyMatch(
            effect ->
                effect instanceof Effect.DialGateway
                    || effect instanceof Effect.RedialGateway
                    || effect instanceof Effect.OpenUdp
                    || effect instanceof Effect.SendVoiceState);
  }
}
