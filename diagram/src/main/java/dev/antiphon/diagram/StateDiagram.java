package dev.antiphon.diagram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A state machine as it is drawn: states in regions, and transitions between them.
 *
 * <p>Invariant: ids of states are unique, every transition joins two states that are there, none
 * leads to where a region begins, and nothing is nested deeper than {@value #DEEPEST}; so every
 * writer can write every diagram.
 *
 * @param title of the picture; may be empty
 * @param direction in which it is read
 * @param regions of the machine itself; more than one are orthogonal
 * @param transitions in the order in which they are written
 */
public record StateDiagram(
    String title,
    Direction direction,
    List<DiagramRegion> regions,
    List<DiagramTransition> transitions) {

  /** How deep states may be nested. */
  public static final int DEEPEST = 64;

  /**
   * Takes copies and checks the invariant.
   *
   * @throws IllegalArgumentException when it does not hold
   */
  public StateDiagram {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(direction, "direction");
    regions = List.copyOf(regions);
    transitions = List.copyOf(transitions);
    Map<String, StateKind> kinds = new HashMap<>();
    for (DiagramState state : flat(regions)) {
      if (kinds.put(state.id(), state.kind()) != null) {
        throw new IllegalArgumentException("two states of one id: " + state.id());
      }
    }
    for (DiagramTransition transition : transitions) {
      requireKnown(kinds, transition.source());
      requireKnown(kinds, transition.target());
      if (kinds.get(transition.target()) == StateKind.INITIAL) {
        throw new IllegalArgumentException(
            "a transition to where a region begins: " + transition.target());
      }
    }
  }

  private static void requireKnown(Map<String, StateKind> kinds, String id) {
    if (!kinds.containsKey(id)) {
      throw new IllegalArgumentException("a transition of a state that is not there: " + id);
    }
  }

  /** Begins a diagram of this title. */
  public static StateDiagramBuilder builder(String title) {
    return new StateDiagramBuilder(title);
  }

  /** All states, each before those inside it. */
  public List<DiagramState> states() {
    return flat(regions);
  }

  /** The diagram as the view shows it; see {@link Views}. */
  public StateDiagram view(UnaryOperator<StateDiagram> view) {
    return view.apply(this);
  }

  /** The same with other transitions. */
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
        if (depth > DEEPEST) {
          throw new IllegalArgumentException("nested too deep: " + state.id());
        }
        into.add(state);
        collect(state.regions(), depth + 1, into);
      }
    }
  }
}
