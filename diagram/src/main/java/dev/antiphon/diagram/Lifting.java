package dev.antiphon.diagram;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Gives composite states the transitions that all states inside have; see {@link Views#lifted}. */
final class Lifting {
  /** What is reached from where; an internal transition stays inside, and is never lifted. */
  private final Map<String, Set<String>> sourcesByTarget = new HashMap<>();

  /** Of each state the outermost composite of which it is told. */
  private final Map<Way, String> lifted = new HashMap<>();

  private Lifting(StateDiagram diagram) {
    for (DiagramTransition transition : diagram.transitions()) {
      sourcesByTarget
          .computeIfAbsent(transition.target(), target -> new HashSet<>())
          .add(transition.source());
    }
    for (DiagramState state : diagram.states()) {
      if (state.isComposite()) {
        lift(state);
      }
    }
  }

  static StateDiagram of(StateDiagram diagram) {
    Lifting lifting = new Lifting(diagram);
    return diagram.withTransitions(diagram.transitions().stream().map(lifting::drawn).toList());
  }

  /** States come before those inside them, so the outermost composite takes a way first. */
  private void lift(DiagramState composite) {
    List<String> inside = inside(composite).map(DiagramState::id).toList();
    List<DiagramState> simple =
        inside(composite)
            .filter(state -> state.kind() == StateKind.NORMAL && !state.isComposite())
            .toList();
    sourcesByTarget.forEach(
        (target, sources) -> {
          boolean outside = !target.equals(composite.id()) && !inside.contains(target);
          if (outside && simple.size() > 1 && children(composite).allMatch(in(sources))) {
            inside.stream()
                .filter(sources::contains)
                .forEach(state -> lifted.putIfAbsent(new Way(state, target), composite.id()));
          }
        });
  }

  /** Whether a state has a way: its own, or one of each state inside it. */
  private static Predicate<DiagramState> in(Set<String> sources) {
    return state ->
        sources.contains(state.id())
            || state.kind() != StateKind.NORMAL
            || (state.isComposite() && children(state).allMatch(in(sources)));
  }

  private DiagramTransition drawn(DiagramTransition transition) {
    String source = lifted.get(new Way(transition.source(), transition.target()));
    return source == null ? transition : transition.withSource(source);
  }

  private static Stream<DiagramState> inside(DiagramState composite) {
    return children(composite).flatMap(state -> Stream.concat(Stream.of(state), inside(state)));
  }

  private static Stream<DiagramState> children(DiagramState composite) {
    return composite.regions().stream().flatMap(region -> region.states().stream());
  }

  private record Way(String source, String target) {}
}
