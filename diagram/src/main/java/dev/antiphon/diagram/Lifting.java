package dev.antiphon.diagram;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Moves transitions that all inner states share to their composite state; see {@link Views#lifted}.
 */
final class Lifting {
  /** The sources of each target. An internal transition stays inside and is never lifted. */
  private final Map<String, Set<String>> sourcesByTarget = new HashMap<>();

  /** The new source of a transition: the outermost composite for which the rule holds. */
  private final Map<Arrow, String> lifted = new HashMap<>();

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

  /**
   * A state comes before its inner states. Therefore the outermost composite is processed first.
   */
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
                .forEach(state -> lifted.putIfAbsent(new Arrow(state, target), composite.id()));
          }
        });
  }

  /** Whether a state is a source, or all its inner states are. */
  private static Predicate<DiagramState> in(Set<String> sources) {
    return state ->
        sources.contains(state.id())
            || state.kind() != StateKind.NORMAL
            || (state.isComposite() && children(state).allMatch(in(sources)));
  }

  private DiagramTransition drawn(DiagramTransition transition) {
    String source = lifted.get(new Arrow(transition.source(), transition.target()));
    return source == null ? transition : transition.withSource(source);
  }

  private static Stream<DiagramState> inside(DiagramState composite) {
    return children(composite).flatMap(state -> Stream.concat(Stream.of(state), inside(state)));
  }

  private static Stream<DiagramState> children(DiagramState composite) {
    return composite.regions().stream().flatMap(region -> region.states().stream());
  }

  private record Arrow(String source, String target) {}
}
