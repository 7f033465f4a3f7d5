package dev.antiphon.diagram;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Builds the states of one region. */
public final class RegionBuilder {
  private final List<DiagramState> states = new ArrayList<>();
  private final List<DiagramTransition> transitions;

  RegionBuilder(List<DiagramTransition> transitions) {
    this.transitions = transitions;
  }

  /** Adds an initial pseudo-state that leads to this state. */
  public RegionBuilder initial(String target) {
    String id = "initial: " + target;
    transitions.add(new TransitionBuilder(id, target).build());
    return state(id, StateKind.INITIAL);
  }

  /** Adds a simple state. Its title is its id. */
  public RegionBuilder state(String id) {
    return state(id, state -> {});
  }

  /** Adds a state of this kind. */
  public RegionBuilder state(String id, StateKind kind) {
    return state(id, state -> state.kind(kind));
  }

  /** Adds a state. */
  public RegionBuilder state(String id, Consumer<StateBuilder> more) {
    StateBuilder state = new StateBuilder(id, transitions);
    more.accept(state);
    states.add(state.build());
    return this;
  }

  boolean isEmpty() {
    return states.isEmpty();
  }

  DiagramRegion build() {
    return new DiagramRegion(states);
  }
}
