package dev.antiphon.diagram;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Builds a {@link StateDiagram}. States and transitions keep the order in which they are added.
 *
 * <p>Not thread-safe.
 */
public final class StateDiagramBuilder {
  private final String title;
  private final List<DiagramRegion> regions = new ArrayList<>();
  private final List<DiagramTransition> transitions = new ArrayList<>();
  private final RegionBuilder first = new RegionBuilder(transitions);
  private Direction direction = Direction.DOWN;

  StateDiagramBuilder(String title) {
    this.title = Objects.requireNonNull(title, "title");
  }

  /** Sets the reading direction. Default: from top to bottom. */
  public StateDiagramBuilder direction(Direction newDirection) {
    direction = newDirection;
    return this;
  }

  /** Adds an initial pseudo-state to the first region. It leads to this state. */
  public StateDiagramBuilder initial(String target) {
    first.initial(target);
    return this;
  }

  /** Adds a simple state to the first region. Its title is its id. */
  public StateDiagramBuilder state(String id) {
    first.state(id);
    return this;
  }

  /** Adds a state to the first region. */
  public StateDiagramBuilder state(String id, Consumer<StateBuilder> more) {
    first.state(id, more);
    return this;
  }

  /** Adds a state of this kind to the first region. */
  public StateDiagramBuilder state(String id, StateKind kind) {
    first.state(id, kind);
    return this;
  }

  /** Adds a region that is orthogonal to the first region. */
  public StateDiagramBuilder region(Consumer<RegionBuilder> content) {
    RegionBuilder region = new RegionBuilder(transitions);
    content.accept(region);
    regions.add(region.build());
    return this;
  }

  /** Adds a transition without a label. */
  public StateDiagramBuilder transition(String source, String target) {
    return transition(source, target, arrow -> {});
  }

  /** Adds a transition. */
  public StateDiagramBuilder transition(
      String source, String target, Consumer<TransitionBuilder> more) {
    TransitionBuilder transition = new TransitionBuilder(source, target);
    more.accept(transition);
    transitions.add(transition.build());
    return this;
  }

  /**
   * Builds the diagram.
   *
   * @throws IllegalArgumentException if two states have the same id, or if a transition names an
   *     unknown state
   */
  public StateDiagram build() {
    List<DiagramRegion> all = new ArrayList<>();
    if (!first.isEmpty()) {
      all.add(first.build());
    }
    all.addAll(regions);
    return new StateDiagram(title, direction, all, transitions);
  }
}
