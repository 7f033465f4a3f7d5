package dev.antiphon.diagram.text;

import dev.antiphon.diagram.DiagramState;
import dev.antiphon.diagram.DiagramTransition;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.StateKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The backward transitions of a diagram. Such a transition leads to a state that is on the path
 * from the initial state to its source. A layout that treats them separately keeps one direction.
 */
final class BackwardTransitions {
  private final DiagramIndex index;
  private final Map<String, List<DiagramTransition>> leaving = new HashMap<>();
  private final Map<String, List<String>> begins = new HashMap<>();
  private final Set<DiagramTransition> back = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<String> onPath = new HashSet<>();
  private final Set<String> seen = new HashSet<>();

  BackwardTransitions(StateDiagram diagram, DiagramIndex index) {
    this.index = index;
    for (DiagramTransition transition : diagram.transitions()) {
      leaving.computeIfAbsent(transition.source(), id -> new ArrayList<>()).add(transition);
    }
    Map<String, Boolean> roots = new LinkedHashMap<>();
    for (DiagramState state : diagram.states()) {
      if (state.kind() == StateKind.INITIAL) {
        index
            .container(state.id())
            .ifPresentOrElse(
                container ->
                    begins.computeIfAbsent(container, id -> new ArrayList<>()).add(state.id()),
                () -> roots.put(state.id(), true));
      }
    }
    diagram.states().forEach(state -> roots.putIfAbsent(state.id(), false));
    roots.keySet().forEach(this::walk);
  }

  boolean contain(DiagramTransition transition) {
    return back.contains(transition);
  }

  /**
   * Depth-first search with an explicit stack, because a long chain of states could overflow the
   * thread's stack.
   */
  private void walk(String root) {
    Deque<Step> path = new ArrayDeque<>();
    enter(root, path);
    while (!path.isEmpty()) {
      Step step = path.peek();
      if (step.inside.hasNext()) {
        enter(step.inside.next(), path);
      } else if (step.onward.hasNext()) {
        DiagramTransition transition = step.onward.next();
        if (leadsBack(transition)) {
          back.add(transition);
        }
        enter(transition.target(), path);
      } else {
        onPath.remove(path.pop().id);
      }
    }
  }

  private void enter(String id, Deque<Step> path) {
    if (seen.add(id)) {
      onPath.add(id);
      path.push(
          new Step(
              id,
              begins.getOrDefault(id, List.of()).iterator(),
              leaving.getOrDefault(id, List.of()).iterator()));
    }
  }

  /** Whether the transition enters a state on the path, or an inner state of it, from outside. */
  private boolean leadsBack(DiagramTransition transition) {
    String entered = transition.target();
    while (!index.holds(entered, transition.source())) {
      if (onPath.contains(entered)) {
        return true;
      }
      Optional<String> container = index.container(entered);
      if (container.isEmpty()) {
        return false;
      }
      entered = container.get();
    }
    return false;
  }

  /** A state on the path, with the inner states and transitions that are not followed yet. */
  private record Step(String id, Iterator<String> inside, Iterator<DiagramTransition> onward) {}
}
