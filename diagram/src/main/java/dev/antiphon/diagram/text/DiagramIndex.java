package dev.antiphon.diagram.text;

import dev.antiphon.diagram.DiagramRegion;
import dev.antiphon.diagram.DiagramState;
import dev.antiphon.diagram.DiagramTransition;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.StateKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Finds the region of each transition: the innermost region that contains both its states. */
final class DiagramIndex {
  /** The place around the regions of the machine. */
  static final Place OUTSIDE = new Place(Optional.empty(), -1);

  private final Map<String, List<Place>> paths = new HashMap<>();
  private final Map<String, DiagramState> states = new HashMap<>();
  private final Set<Optional<String>> crossedContainers = new HashSet<>();
  private final Set<String> left = new HashSet<>();
  private final Map<Place, List<DiagramTransition>> transitions = new HashMap<>();
  private final Map<String, List<DiagramTransition>> internal = new HashMap<>();
  private final Map<String, List<String>> textLines = new HashMap<>();

  /**
   * A region.
   *
   * @param container the id of the state that contains the region; empty for a region of the
   *     machine
   * @param index the index of the region in its container
   */
  record Place(Optional<String> container, int index) {}

  DiagramIndex(StateDiagram diagram) {
    walk(diagram.regions(), Optional.empty(), List.of(OUTSIDE));
    for (DiagramTransition transition : diagram.transitions()) {
      if (transition.isInternal()) {
        internal.computeIfAbsent(transition.source(), id -> new ArrayList<>()).add(transition);
      } else {
        left.add(transition.source());
        put(transition);
      }
    }
  }

  private void put(DiagramTransition transition) {
    String source = transition.source();
    String target = transition.target();
    if (isText(transition)) {
      List<String> lines = textLines.computeIfAbsent(source, id -> new ArrayList<>());
      for (String line : transition.label().split("\n", -1)) {
        lines.add((line + " → " + state(target).title()).strip());
      }
    } else {
      cross(source, target);
      transitions.computeIfAbsent(common(source, target), key -> new ArrayList<>()).add(transition);
    }
  }

  private void walk(List<DiagramRegion> regions, Optional<String> container, List<Place> path) {
    for (int i = 0; i < regions.size(); i++) {
      List<Place> here = new ArrayList<>(path);
      here.add(new Place(container, i));
      for (DiagramState state : regions.get(i).states()) {
        paths.put(state.id(), here);
        states.put(state.id(), state);
        walk(state.regions(), Optional.of(state.id()), here);
      }
    }
  }

  private void cross(String source, String target) {
    int shared = shared(source, target);
    for (String id : List.of(source, target)) {
      List<Place> path = path(id);
      path.subList(shared, path.size()).forEach(place -> crossedContainers.add(place.container()));
    }
  }

  /** Whether an arrow enters or leaves a region of this state. */
  boolean isCrossed(Optional<String> container) {
    return crossedContainers.contains(container);
  }

  DiagramState state(String id) {
    return Objects.requireNonNull(states.get(id), id);
  }

  /** The regions that contain the state, from the outermost to the innermost. */
  private List<Place> path(String id) {
    return Objects.requireNonNull(paths.get(id), id);
  }

  /** The state that contains the region of this state; empty for a top-level state. */
  Optional<String> container(String id) {
    return place(id).container();
  }

  /** Whether {@code outer} is {@code inner}, or contains it. */
  boolean holds(String outer, String inner) {
    return outer.equals(inner)
        || path(inner).stream().anyMatch(place -> place.container().equals(Optional.of(outer)));
  }

  /** The region of the state. */
  Place place(String id) {
    List<Place> path = path(id);
    return path.get(path.size() - 1);
  }

  /** The innermost region that contains both states. */
  Place common(String one, String other) {
    return path(one).get(shared(one, other) - 1);
  }

  /** The number of regions that contain both states. */
  private int shared(String one, String other) {
    List<Place> first = path(one);
    List<Place> second = path(other);
    int i = 0;
    while (i < first.size() && i < second.size() && first.get(i).equals(second.get(i))) {
      i++;
    }
    return i;
  }

  /** Whether both states of the transition are direct members of the same region. */
  boolean isNear(DiagramTransition transition) {
    return place(transition.source()).equals(place(transition.target()));
  }

  /**
   * Checks that these states are in different regions of one container. Returns one of the regions,
   * or empty if they are not.
   */
  Optional<Place> orthogonalRegion(List<String> ids) {
    if (ids.size() < 2) {
      return Optional.empty();
    }
    int depth = ids.stream().map(id -> shared(ids.get(0), id)).min(Integer::compare).orElseThrow();
    if (ids.stream().anyMatch(id -> path(id).size() == depth)) {
      return Optional.empty();
    }
    List<Place> regions = ids.stream().map(id -> path(id).get(depth)).toList();
    boolean together = regions.stream().map(Place::container).distinct().count() == 1;
    boolean apart = regions.stream().distinct().count() == regions.size();
    return together && apart ? Optional.of(regions.get(0)) : Optional.empty();
  }

  /**
   * Whether the transition is written as text in its state instead of being drawn. This applies to
   * transitions between a composite state and itself or its inner states, because such an arrow
   * would have no visible end.
   */
  boolean isText(DiagramTransition transition) {
    String source = transition.source();
    String target = transition.target();
    return !transition.isInternal()
        && !state(source).kind().isPseudo()
        && ((state(source).isComposite() && holds(source, target))
            || (state(target).isComposite() && holds(target, source)));
  }

  /** Whether the state is a final state without outgoing transitions. */
  boolean isLast(DiagramState state) {
    return state.kind() == StateKind.END && !left.contains(state.id());
  }

  /** The arrows that are drawn in this region, in the order of the diagram. */
  List<DiagramTransition> transitions(Place place) {
    return transitions.getOrDefault(place, List.of());
  }

  /** The internal transitions of a state, in the order of the diagram. */
  List<DiagramTransition> internal(String id) {
    return internal.getOrDefault(id, List.of());
  }

  /**
   * The lines below the title of a state: its description, its internal transitions, and
   * transitions that are written as text.
   */
  List<String> below(DiagramState state) {
    List<String> lines = new ArrayList<>(state.description());
    internal(state.id()).forEach(transition -> lines.add(transition.label()));
    lines.addAll(textLines.getOrDefault(state.id(), List.of()));
    return lines;
  }
}
