package dev.antiphon.diagram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A state machine as a diagram: states in regions, and transitions between them.
 *
 * <p>Invariants: the ids of states are unique. Each transition connects two existing states. No
 * transition leads to an initial pseudo-state. States are nested at most {@value #MAX_DEPTH} levels
 * deep. Therefore every diagram can be written in every format.
 *
 * @param title the title of the picture; can be empty
 * @param direction the reading direction
 * @param regions the regions of the machine; several regions are orthogonal
 * @param transitions the transitions, in output order
 */
public record StateDiagram(
    String title,
    Direction direction,
    List<DiagramRegion> regions,
    List<DiagramTransition> transitions) {

  /** The largest nesting depth of states. */
  public static final int MAX_DEPTH = 64;

  /**
   * Copies the lists and checks the invariants.
   *
   * @throws IllegalArgumentException if an invariant is broken
   */
  public StateDiagram {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(direction, "direction");
    regions = List.copyOf(regions);
    transitions = List.copyOf(transitions);
    Map<String, StateKind> kinds = new HashMap<>();
    for (DiagramState state : flat(regions)) {
      if (kinds.put(state.id(), state.kind()) != null) {
        throw new IllegalArgumentException("two states have the id " + state.id());
      }
    }
    for (DiagramTransition transition : transitions) {
      requireKnown(kinds, transition.source());
      requireKnown(kinds, transition.target());
      if (kinds.get(transition.target()) == StateKind.INITIAL) {
        throw new IllegalArgumentException(
            "a transition leads to an initial pseudo-state: " + transition.target());
      }
    }
  }

  private static void requireKnown(Map<String, StateKind> kinds, String id) {
    if (!kinds.containsKey(id)) {
      throw new IllegalArgumentException(
          "a transition names a state that is not in the diagram: " + id);
    }
  }

  /** Creates a builder for a diagram with this title. */
  public static StateDiagramBuilder builder(String title) {
    return new StateDiagramBuilder(title);
  }

  /** All states. A state comes before its inner states. */
  public List<DiagramState> states() {
    return flat(regions);
  }

  /** Applies a view; see {@link Views}. */
  public StateDiagram view(UnaryOperator<StateDiagram> view) {
    return view.apply(this);
  }

  /** Returns this diagram with other transitions. */
  public StateDiagram withTransitions(List<DiagramTransition> others) {
    return new StateDiagram(title, direction, regions, others);
  }

  private static List<DiagramState> flat(List<DiagramRegion> regions) {
    List<DiagramState> states = new ArrayList<>();
    collect(regions, 1, states);
    return states;
  }

  private static void collect(List<DiagramRegion> regions, int depth, List<DiagramState> into) {
    for (DiagramRegion region : regions) {
      for (DiagramState state : region.states()) {
        if (depth > MAX_DEPTH) {
          throw new IllegalArgumentException(
              "states can be nested "
                  + MAX_DEPTH
                  + " levels deep, but this one is deeper: "
                  + state.id());
        }
        into.add(state);
        collect(state.regions(), depth + 1, into);
      }
    }
  }
}
