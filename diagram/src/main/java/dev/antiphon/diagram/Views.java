package dev.antiphon.diagram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Views of a diagram: they hide or emphasize parts of it. Each view is a function from diagram to
 * diagram. Apply views one after the other with {@link StateDiagram#view}. Apply {@link #grouped}
 * last, because it replaces several transitions by one.
 */
public final class Views {
  private static final String MORE = "…";

  private Views() {}

  /**
   * Keeps only the transitions with at least one of these tags, and the states that they connect.
   * Also keeps the composite states that contain these states, and the initial pseudo-states that
   * lead to these states.
   */
  public static UnaryOperator<StateDiagram> tagged(String... tags) {
    Set<String> wanted = new HashSet<>(Arrays.asList(tags));
    return diagram -> {
      Set<String> touched = new HashSet<>();
      for (DiagramTransition transition : diagram.transitions()) {
        if (!Collections.disjoint(transition.tags(), wanted)) {
          touched.add(transition.source());
          touched.add(transition.target());
        }
      }
      return only(diagram, wanted, touched);
    };
  }

  /** Changes the reading direction. */
  public static UnaryOperator<StateDiagram> direction(Direction direction) {
    return diagram ->
        new StateDiagram(diagram.title(), direction, diagram.regions(), diagram.transitions());
  }

  /** Removes internal transitions. */
  public static UnaryOperator<StateDiagram> withoutInternal() {
    return diagram ->
        diagram.withTransitions(
            diagram.transitions().stream().filter(transition -> !transition.isInternal()).toList());
  }

  /**
   * Moves common transitions to composite states. If every simple state of a composite state has a
   * transition to the same state outside the composite state, these transitions start at the
   * composite state instead. Apply {@link #grouped} afterwards to merge them; {@link #outline} does
   * both.
   */
  public static UnaryOperator<StateDiagram> lifted() {
    return Lifting::of;
  }

  /**
   * Sets the number of visits of each transition with an id. An id that is not in the map has 0
   * visits.
   */
  public static UnaryOperator<StateDiagram> visited(Map<String, Long> countsById) {
    Map<String, Long> counts = Map.copyOf(countsById);
    return diagram ->
        diagram.withTransitions(
            diagram.transitions().stream()
                .map(
                    transition ->
                        transition.id().isEmpty()
                            ? transition
                            : transition.withVisits(
                                OptionalLong.of(counts.getOrDefault(transition.id(), 0L))))
                .toList());
  }

  /**
   * Merges transitions with the same source, target and style into one arrow. The arrow has one
   * line for each different label, and an ellipsis if there are more than {@code lines} labels. If
   * some of the transitions were {@linkplain #visited visited}, only the labels of the visited
   * transitions are shown.
   *
   * @param lines the largest number of labels of an arrow, at least 1
   */
  public static UnaryOperator<StateDiagram> grouped(int lines) {
    if (lines < 1) {
      throw new IllegalArgumentException(
          "the number of labels must be at least 1, but is " + lines);
    }
    return diagram -> {
      Map<Object, List<DiagramTransition>> groups = new LinkedHashMap<>();
      for (DiagramTransition transition : diagram.transitions()) {
        groups.computeIfAbsent(alike(transition), key -> new ArrayList<>()).add(transition);
      }
      return diagram.withTransitions(
          groups.values().stream().map(group -> joined(group, lines)).toList());
    };
  }

  /**
   * An overview for people: {@linkplain #withoutInternal without internal transitions}, {@linkplain
   * #lifted lifted} and {@linkplain #grouped grouped}.
   *
   * @param lines the largest number of labels of an arrow, at least 1
   */
  public static UnaryOperator<StateDiagram> outline(int lines) {
    UnaryOperator<StateDiagram> grouped = grouped(lines);
    return diagram -> diagram.view(withoutInternal()).view(lifted()).view(grouped);
  }

  private static Object alike(DiagramTransition transition) {
    return List.of(
        transition.source(), transition.target(), transition.isInternal(), transition.emphasis());
  }

  private static DiagramTransition joined(List<DiagramTransition> all, int lines) {
    DiagramTransition first = all.get(0);
    if (all.size() == 1) {
      return first;
    }
    List<DiagramTransition> visited =
        all.stream().filter(one -> one.visits().orElse(0) > 0).toList();
    List<DiagramTransition> group = visited.isEmpty() ? all : visited;
    List<String> labels =
        group.stream()
            .map(one -> one.withVisits(OptionalLong.empty()).label())
            .filter(label -> !label.isEmpty())
            .distinct()
            .toList();
    String text = labels.stream().limit(lines).collect(Collectors.joining("\n"));
    Set<String> tags = new LinkedHashSet<>();
    group.forEach(transition -> tags.addAll(transition.tags()));
    return new DiagramTransition(
        "",
        first.source(),
        first.target(),
        first.kind(),
        text.isEmpty()
            ? Optional.empty()
            : Optional.of(labels.size() > lines ? text + "\n" + MORE : text),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        tags,
        first.emphasis(),
        sum(group));
  }

  private static OptionalLong sum(Collection<DiagramTransition> group) {
    return group.stream().allMatch(transition -> transition.visits().isEmpty())
        ? OptionalLong.empty()
        : OptionalLong.of(
            group.stream().mapToLong(transition -> transition.visits().orElse(0)).sum());
  }

  private static StateDiagram only(StateDiagram diagram, Set<String> tags, Set<String> touched) {
    Set<String> kept =
        diagram.states().stream()
            .filter(state -> touched.contains(state.id()) || holdsAny(state, touched))
            .map(DiagramState::id)
            .collect(Collectors.toSet());
    Set<String> initials =
        diagram.states().stream()
            .filter(state -> state.kind() == StateKind.INITIAL)
            .map(DiagramState::id)
            .collect(Collectors.toSet());
    Set<String> keptInitials = new HashSet<>();
    List<DiagramTransition> transitions = new ArrayList<>();
    for (DiagramTransition transition : diagram.transitions()) {
      boolean begins = initials.contains(transition.source()) && kept.contains(transition.target());
      if (begins || !Collections.disjoint(transition.tags(), tags)) {
        keptInitials.add(transition.source());
        transitions.add(transition);
      }
    }
    kept.addAll(keptInitials);
    return new StateDiagram(
        diagram.title(), diagram.direction(), regionsOf(diagram.regions(), kept), transitions);
  }

  private static List<DiagramRegion> regionsOf(List<DiagramRegion> regions, Set<String> kept) {
    List<DiagramRegion> those = new ArrayList<>();
    for (DiagramRegion region : regions) {
      List<DiagramState> states =
          region.states().stream()
              .filter(state -> kept.contains(state.id()))
              .map(state -> state.withRegions(regionsOf(state.regions(), kept)))
              .toList();
      if (!states.isEmpty()) {
        those.add(new DiagramRegion(states));
      }
    }
    return those;
  }

  private static boolean holdsAny(DiagramState state, Set<String> ids) {
    return state.regions().stream()
        .flatMap(region -> region.states().stream())
        .anyMatch(inner -> ids.contains(inner.id()) || holdsAny(inner, ids));
  }
}
