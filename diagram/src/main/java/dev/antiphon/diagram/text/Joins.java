package dev.antiphon.diagram.text;

import dev.antiphon.diagram.DiagramState;
import dev.antiphon.diagram.DiagramTransition;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.StateKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The joins of a diagram whose sources lie in different regions of one state and come without a
 * trigger or a condition of their own: together they are one transition of that state.
 */
final class Joins {
  private final Map<Optional<String>, List<Meeting>> byContainer = new HashMap<>();
  private final Set<DiagramTransition> merged = new HashSet<>();

  /**
   * A join.
   *
   * @param join its id
   * @param sources ids of the states that must be active
   */
  record Meeting(String join, List<String> sources) {}

  Joins(StateDiagram diagram, Outline outline) {
    Map<String, List<DiagramTransition>> coming = new HashMap<>();
    for (DiagramTransition transition : diagram.transitions()) {
      coming.computeIfAbsent(transition.target(), id -> new ArrayList<>()).add(transition);
    }
    for (DiagramState state : diagram.states()) {
      List<DiagramTransition> ways = coming.getOrDefault(state.id(), List.of());
      if (state.kind() == StateKind.JOIN && ways.stream().allMatch(Joins::isSilent)) {
        List<String> sources = ways.stream().map(DiagramTransition::source).distinct().toList();
        outline
            .around(sources)
            .ifPresent(
                region -> {
                  byContainer
                      .computeIfAbsent(region.container(), id -> new ArrayList<>())
                      .add(new Meeting(state.id(), sources));
                  merged.addAll(ways);
                });
      }
    }
  }

  private static boolean isSilent(DiagramTransition transition) {
    return transition.trigger().isEmpty()
        && transition.timer().isEmpty()
        && transition.guard().isEmpty();
  }

  /** The joins of the regions of this state; of those of the machine when there is none. */
  List<Meeting> in(Optional<String> container) {
    return byContainer.getOrDefault(container, List.of());
  }

  /** Whether the transition is part of one of a state around. */
  boolean hold(DiagramTransition transition) {
    return merged.contains(transition);
  }
}
