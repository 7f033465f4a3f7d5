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

/**
 * Where each transition of a diagram belongs: into the innermost region that holds both its states.
 */
final class Outline {
  /** Around the regions of the machine itself. */
  static final Place OUTSIDE = new Place(Optional.empty(), -1);

  private final Map<String, List<Place>> ways = new HashMap<>();
  private final Map<String, DiagramState> states = new HashMap<>();
  private final Set<Optional<String>> crossed = new HashSet<>();
  private final Set<String> left = new HashSet<>();
  private final Map<Place, List<DiagramTransition>> transitions = new HashMap<>();
  private final Map<String, List<DiagramTransition>> internal = new HashMap<>();
  private final Map<String, List<String>> told = new HashMap<>();

  /**
   * A region.
   *
   * @param container id of the state that it is in; none for those of the machine
   * @param index among the regions of its container
   */
  record Place(Optional<String> container, int index) {}

  Outline(StateDiagram diagram) {
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
    if (isTold(transition)) {
      List<String> lines = told.computeIfAbsent(source, id -> new ArrayList<>());
      for (String line : transition.label().split("\n", -1)) {
        lines.add((line + " → " + state(target).title()).strip());
      }
    } else {
      cross(source, target);
      transitions.computeIfAbsent(common(source, target), key -> new ArrayList<>()).add(transition);
    }
  }

  private void walk(List<DiagramRegion> regions, Optional<String> container, List<Place> way) {
    for (int i = 0; i < regions.size(); i++) {
      List<Place> here = new ArrayList<>(way);
      here.add(new Place(container, i));
      for (DiagramState state : regions.get(i).states()) {
        ways.put(state.id(), here);
        states.put(state.id(), state);
        walk(state.regions(), Optional.of(state.id()), here);
      }
    }
  }

  private void cross(String source, String target) {
    int shared = shared(source, target);
    for (String id : List.of(source, target)) {
      List<Place> way = way(id);
      way.subList(shared, way.size()).forEach(place -> crossed.add(place.container()));
    }
  }

  /** Whether an arrow leads into or out of a region of this state. */
  boolean isCrossed(Optional<String> container) {
    return crossed.contains(container);
  }

  DiagramState state(String id) {
    return Objects.requireNonNull(states.get(id), id);
  }

  /** The regions that the state is in, from the outermost. */
  private List<Place> way(String id) {
    return Objects.requireNonNull(ways.get(id), id);
  }

  /** The state that holds the region of this one; none for a state of the machine itself. */
  Optional<String> container(String id) {
    return place(id).container();
  }

  /** Whether the one state is the other, or lies in it. */
  boolean holds(String outer, String inner) {
    return outer.equals(inner)
        || way(inner).stream().anyMatch(place -> place.container().equals(Optional.of(outer)));
  }

  /** The region that the state is in. */
  Place place(String id) {
    List<Place> way = way(id);
    return way.get(way.size() - 1);
  }

  /** The innermost region that holds both states. */
  Place common(String one, String other) {
    return way(one).get(shared(one, other) - 1);
  }

  /** How many regions hold both states, from the outermost. */
  private int shared(String one, String other) {
    List<Place> first = way(one);
    List<Place> second = way(other);
    int i = 0;
    while (i < first.size() && i < second.size() && first.get(i).equals(second.get(i))) {
      i++;
    }
    return i;
  }

  /** Whether both its states are in one region, and in none inside of it. */
  boolean isNear(DiagramTransition transition) {
    return place(transition.source()).equals(place(transition.target()));
  }

  /** One of the regions of one state that hold one of the states each, if it is so, and several. */
  Optional<Place> around(List<String> ids) {
    if (ids.size() < 2) {
      return Optional.empty();
    }
    int depth = ids.stream().map(id -> shared(ids.get(0), id)).min(Integer::compare).orElseThrow();
    if (ids.stream().anyMatch(id -> way(id).size() == depth)) {
      return Optional.empty();
    }
    List<Place> regions = ids.stream().map(id -> way(id).get(depth)).toList();
    boolean together = regions.stream().map(Place::container).distinct().count() == 1;
    boolean apart = regions.stream().distinct().count() == regions.size();
    return together && apart ? Optional.of(regions.get(0)) : Optional.empty();
  }

  /**
   * Whether it is told in words and not drawn: between a composite and itself or what is inside it
   * an arrow would begin or end at nothing that can be seen.
   */
  boolean isTold(DiagramTransition transition) {
    String source = transition.source();
    String target = transition.target();
    return !transition.isInternal()
        && !state(source).kind().isPseudo()
        && ((state(source).isComposite() && holds(source, target))
            || (state(target).isComposite() && holds(target, source)));
  }

  /** Whether it is an end that nothing leads on from. */
  boolean isLast(DiagramState state) {
    return state.kind() == StateKind.END && !left.contains(state.id());
  }

  /** The arrows that are drawn there, in the order of the diagram. */
  List<DiagramTransition> transitions(Place place) {
    return transitions.getOrDefault(place, List.of());
  }

  /** The internal transitions of a state, in the order of the diagram. */
  List<DiagramTransition> internal(String id) {
    return internal.getOrDefault(id, List.of());
  }

  /** What is written below the title of a state: its description, what it does inside, and told. */
  List<String> below(DiagramState state) {
    List<String> lines = new ArrayList<>(state.description());
    internal(state.id()).forEach(transition -> lines.add(transition.label()));
    lines.addAll(told.getOrDefault(state.id(), List.of()));
    return lines;
  }
}
