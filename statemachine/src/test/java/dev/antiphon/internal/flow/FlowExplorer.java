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
import java.util.Set;

/**
 * The model checker over the pure flow: all configurations that a world of {@link ModelEvent}s can
 * bring about, to the fixpoint. Every step is held to {@link Conduct} and to {@link Rank}; in the
 * end a silent world ends a connection, and a willing one lets it stand.
 */
final class FlowExplorer {
  /** A silent world ends it, repeats of discovery apart. */
  static final String SILENCE = "P19: a silent world";

  /** A willing world lets it stand. */
  static final String WELCOME = "P20: a willing world";

  /** What is explored: the flow, or one with a defect on purpose. */
  @FunctionalInterface
  interface Rules {
    FlowDecision decide(Snapshot before, VoiceEvent event);
  }

  private final Configurations found;
  private final Explorer<Configuration, Happening, FlowDecision> explorer;

  FlowExplorer(FlowLimits limits, Set<ModelEvent> world) {
    this(limits, world, new VoiceFlow(limits)::decide);
  }

  FlowExplorer(FlowLimits limits, Set<ModelEvent> world, Rules rules) {
    found = new Configurations(limits);
    explorer =
        Explorer.of(new FlowModel(limits, world, rules))
            .storedIn(() -> found)
            .checking(step -> Conduct.breach(step.before(), step.event().event(), step.decision()))
            .checking(lowersTheRank(new Rank(limits)))
            .eventually(
                Liveness.<Configuration, Happening>restricted(
                        SILENCE, Happening::isSilent, Configuration::isTerminal)
                    .from(here -> here.state() != VoiceState.IDLE))
            .eventually(
                Liveness.<Configuration, Happening>cooperative(
                        WELCOME,
                        here -> WillingWorld.next(here).map(event -> Happening.now(event, here)),
                        here -> here.state() == VoiceState.ESTABLISHED)
                    .from(here -> !here.isTerminal()));
  }

  /**
   * Explores everything, once; or, if there is more, so many configurations, and what must come in
   * the end remains open.
   */
  Exploration<Configuration, Happening> explore(int most) {
    return explorer.explore(most);
  }

  /** What was found, by number. */
  Configurations found() {
    return found;
  }

  /** What the world has done in that counterexample. */
  static List<ModelEvent> causes(Counterexample<Happening> broken) {
    return broken.events().stream().map(Happening::cause).toList();
  }

  private static Check<Configuration, Happening, FlowDecision> lowersTheRank(Rank rank) {
    return new Ranking<>(
        "P21: the rank " + Rank.NAME,
        here -> rank.of(here.now()),
        FlowExplorer::isOfTheWorld,
        step -> step.decision().row().changesState() || begins(step.decision()));
  }

  private static boolean isOfTheWorld(CheckedStep<Configuration, Happening, FlowDecision> step) {
    if (step.before().isTerminal() || step.event().cause() == ModelEvent.STABLE_FIRES) {
      return false;
    }
    return switch (step.event().cause().source()) {
      case APPLICATION, POLICY, MAIN_GATEWAY -> false;
      case DIAL, SOCKET, HEART, PATH_OPENING, PATH, TIMER -> true;
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
