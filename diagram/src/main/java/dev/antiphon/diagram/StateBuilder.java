package dev.antiphon.diagram;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Builds one state. By default the state is normal and simple, and its title is its id. */
public final class StateBuilder {
  private final String id;
  private final List<DiagramTransition> transitions;
  private final List<String> description = new ArrayList<>();
  private final List<DiagramRegion> regions = new ArrayList<>();
  private String title;
  private StateKind kind = StateKind.NORMAL;

  StateBuilder(String id, List<DiagramTransition> transitions) {
    this.id = id;
    this.title = id;
    this.transitions = transitions;
  }

  /** Sets the title. Default: the id. */
  public StateBuilder title(String shown) {
    title = shown;
    return this;
  }

  /** Sets the kind of state. Default: normal. */
  public StateBuilder kind(StateKind what) {
    kind = what;
    return this;
  }

  /** Adds a line below the title. */
  public StateBuilder describe(String line) {
    description.add(line);
    return this;
  }

  /** Adds an inner region. Several regions are orthogonal. */
  public StateBuilder region(Consumer<RegionBuilder> content) {
    RegionBuilder region = new RegionBuilder(transitions);
    content.accept(region);
    regions.add(region.build());
    return this;
  }

  DiagramState build() {
    return new DiagramState(id, title, kind, description, regions);
  }
}
