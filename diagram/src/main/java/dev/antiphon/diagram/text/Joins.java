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
 * The joins of a diagram that can be written as one transition of a composite state. Their sources
 * are in different regions of this state, and their incoming transitions have no trigger and no
 * guard.
 */
final class Joins {
  private final Map<Optional<String>, List<Join>> byContainer = new HashMap<>();
  private final Set<DiagramTransition> merged = new HashSet<>();

  /**
   * A join.
   *
   * @param id the id of the join
   * @param sources the ids of the states that must be active
   */
  record Join(String id, List<String> sources) {}

  Joins(StateDiagram diagram, DiagramIndex index) {
    Map<String, List<DiagramTransition>> incoming = new HashMap<>();
    for (DiagramTransition transition : diagram.transitions()) {
      incoming.computeIfAbsent(transition.target(), id -> new ArrayList<>()).add(transition);
    }
    for (DiagramState state : diagram.states()) {
      List<DiagramTransition> arrows = incoming.getOrDefault(state.id(), List.of());
      if (state.kind() == StateKind.JOIN && arrows.stream().allMatch(Joins::isImmediate)) {
        List<String> sources = arrows.stream().map(DiagramTransition::source).distinct().toList();
        index
            .orthogonalRegion(sources)
            .ifPresent(
                region -> {
                  byContainer
                      .computeIfAbsent(region.container(), id -> new ArrayList<>())
                      .add(new Join(state.id(), sources));
                  merged.addAll(arrows);
                });
      }
    }
  }

  private static boolean isImmediate(DiagramTransition transition) {
    return transition.trigger().isEmpty()
        && transition.timer().isEmpty()
        && transition.guard().isEmpty();
  }

  /**
   * The joins of the regions of this state; with an empty container, of the regions of the machine.
   */
  List<Join> in(Optional<String> container) {
    return byContainer.getOrDefault(container, List.of());
  }

  /** Whether the transition is part of a merged join. */
  boolean hold(DiagramTransition transition) {
    return merged.contains(transition);
  }
}
