package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.machine.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Compares the Promela model with the flow, step by step. It uses the configurations that the
 * {@link FlowExplorer} finds in a world.
 */
final class PromelaAgreement {
  private final ModelWorld world;
  private final PromelaModel model;
  private final VoiceFlow flow;
  private final FlowExplorer explorer;
  private long steps;

  PromelaAgreement(ModelWorld world, Table<Substate, EventKind, Guard, Action> table) {
    this.world = world;
    model = new PromelaModel(world, table);
    flow = new VoiceFlow(world.limits());
    explorer = new FlowExplorer(world);
  }

  /**
   * The first difference over all events, in every {@code every}-th configuration; empty if none.
   */
  Optional<String> firstDifference(int most, int every) {
    int found = explorer.explore(most).size();
    for (int number = 0; number < found; number += every) {
      Configuration here = explorer.found().get(number);
      for (ModelEvent event : world.events()) {
        Optional<String> difference = difference(here, event);
        if (difference.isPresent()) {
          return difference.map(text -> text + ", by " + event + " in " + here);
        }
      }
    }
    return Optional.empty();
  }

  /** The number of compared steps. */
  long steps() {
    return steps;
  }

  private Optional<String> difference(Configuration here, ModelEvent cause) {
    VoiceEvent event = cause.apply(here.memory());
    boolean possible =
        event.isCurrent(here.memory()) && cause.isPossible(here.memory(), here.external());
    int[] variables = PromelaVariable.of(here);
    if (model.possible(cause).holds(variables) != possible) {
      return Optional.of("possible: " + possible);
    }
    return possible ? difference(here, event, cause, variables) : Optional.empty();
  }

  private Optional<String> difference(
      Configuration here, VoiceEvent event, ModelEvent cause, int[] variables) {
    steps++;
    FlowDecision decision = flow.decide(here.now(), event);
    model.happen(cause).effect().accept(variables);
    List<String> differences = new ArrayList<>(guardsThatDiffer(here, decision, variables));
    try {
      model.decision().effect().accept(variables);
      model.conclusion().effect().accept(variables);
      model.rest().effect().accept(variables);
    } catch (AssertionError broken) {
      differences.add(broken.getMessage());
    }
    int there = explorer.found().add(here.after(decision));
    int[] expected = PromelaVariable.of(explorer.found().get(there));
    if (!Arrays.equals(variables, expected)) {
      for (PromelaVariable variable : PromelaVariable.values()) {
        int number = variable.ordinal();
        if (variables[number] != expected[number]) {
          differences.add(variable + ": " + variables[number] + ", not " + expected[number]);
        }
      }
    }
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(decision.row().id() + ": " + String.join(", ", differences));
  }

  /** Compares every guard of the cell, including guards after the row that is taken. */
  private List<String> guardsThatDiffer(
      Configuration here, FlowDecision decision, int[] variables) {
    FlowMemory memory = here.memory();
    if (decision.event() instanceof VoiceEvent.TimerFired fired) {
      memory = memory.with(memory.timers().stopped(fired.timer()));
    }
    Situation situation = new Situation(world.limits(), here.at(), memory, decision.event());
    return VoiceFlow.TABLE.cell(here.at().substate(), decision.kind()).stream()
        .flatMap(row -> row.guard().stream())
        .filter(guard -> model.guard(guard).holds(variables) != guard.holds(situation))
        .map(guard -> guard + " holds: " + guard.holds(situation))
        .toList();
  }
}
