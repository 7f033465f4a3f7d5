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
 * The transitions that lead back: to a state that lies on the way to their source, from where the
 * machine begins. A layout that knows them runs in one direction.
 */
final class WaysBack {
  private final Outline outline;
  private final Map<String, List<DiagramTransition>> leaving = new HashMap<>();
  private final Map<String, List<String>> begins = new HashMap<>();
  private final Set<DiagramTransition> back = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<String> onTheWay = new HashSet<>();
  private final Set<String> seen = new HashSet<>();

  WaysBack(StateDiagram diagram, Outline outline) {
    this.outline = outline;
    for (DiagramTransition transition : diagram.transitions()) {
      leaving.computeIfAbsent(transition.source(), id -> new ArrayList<>()).add(transition);
    }
    Map<String, Boolean> roots = new LinkedHashMap<>();
    for (DiagramState state : diagram.states()) {
      if (state.kind() == StateKind.INITIAL) {
        outline
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

  /** A stack of its own: a chain of states may be longer than a thread's stack is deep. */
  private void walk(String root) {
    Deque<Step> way = new ArrayDeque<>();
    enter(root, way);
    while (!way.isEmpty()) {
      Step step = way.peek();
      if (step.inside.hasNext()) {
        enter(step.inside.next(), way);
      } else if (step.onward.hasNext()) {
        DiagramTransition transition = step.onward.next();
        if (leadsBack(transition)) {
          back.add(transition);
        }
        enter(transition.target(), way);
      } else {
        onTheWay.remove(way.pop().id);
      }
    }
  }

  private void enter(String id, Deque<Step> way) {
    if (seen.add(id)) {
      onTheWay.add(id);
      way.push(
          new Step(
              id,
              begins.getOrDefault(id, List.of()).iterator(),
              leaving.getOrDefault(id, List.of()).iterator()));
    }
  }

  /** Into a state on the way, or into one that lies in such a state, from outside of it. */
  private boolean leadsBack(DiagramTransition transition) {
    String into = transition.target();
    while (!outline.holds(into, transition.source())) {
      if (onTheWay.contains(into)) {
        return true;
      }
      Optional<String> around = outline.container(into);
      if (around.isEmpty()) {
        return false;
      }
      into = around.get();
    }
    return false;
  }

  /** A state on the way, with what is still to be followed from it. */
  private record Step(String id, Iterator<String> inside, Iterator<DiagramTransition> onward) {}
}
