package dev.antiphon.diagram;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Builds a {@link StateDiagram}. States and transitions keep the order in which they are named.
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

  /** In which way the picture is read; from top to bottom when nothing is said. */
  public StateDiagramBuilder direction(Direction way) {
    direction = way;
    return this;
  }

  /** The first region begins in this state. */
  public StateDiagramBuilder initial(String target) {
    first.initial(target);
    return this;
  }

  /** A simple state of the first region, shown by its id. */
  public StateDiagramBuilder state(String id) {
    first.state(id);
    return this;
  }

  /** A state of the first region. */
  public StateDiagramBuilder state(String id, Consumer<StateBuilder> more) {
    first.state(id, more);
    return this;
  }

  /** A state of the first region that is not a normal one. */
  public StateDiagramBuilder state(String id, StateKind kind) {
    first.state(id, kind);
    return this;
  }

  /** A further region, orthogonal to the first. */
  public StateDiagramBuilder region(Consumer<RegionBuilder> content) {
    RegionBuilder region = new RegionBuilder(transitions);
    content.accept(region);
    regions.add(region.build());
    return this;
  }

  /** An arrow that says nothing. */
  public StateDiagramBuilder transition(String source, String target) {
    return transition(source, target, arrow -> {});
  }

  /** An arrow. */
  public StateDiagramBuilder transition(
      String source, String target, Consumer<TransitionBuilder> more) {
    TransitionBuilder transition = new TransitionBuilder(source, target);
    more.accept(transition);
    transitions.add(transition.build());
    return this;
  }

  /**
   * The diagram.
   *
   * @throws IllegalArgumentException when two states have one id, or a transition has no state
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
