package dev.antiphon.diagram.text;

import dev.antiphon.diagram.DiagramRegion;
import dev.antiphon.diagram.DiagramState;
import dev.antiphon.diagram.DiagramTransition;
import dev.antiphon.diagram.Direction;
import dev.antiphon.diagram.Emphasis;
import dev.antiphon.diagram.StateDiagram;
import dev.antiphon.diagram.StateKind;
import dev.antiphon.diagram.TransitionKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generates random valid diagrams with given names: nested, orthogonal, and unusual. */
final class AnyDiagram {
  private static final int NAMES = 24;
  private static final StateKind[] KINDS = StateKind.values();

  private final Random random;
  private final List<String> names;
  private final Iterator<String> ids;
  private final List<DiagramState> states = new ArrayList<>();

  private AnyDiagram(long seed, List<String> names) {
    this.random = new Random(seed);
    this.names = names;
    this.ids = new LinkedHashSet<>(names).iterator();
  }

  static Arbitrary<StateDiagram> any() {
    return of(NastyNames.any());
  }

  static Arbitrary<StateDiagram> of(Arbitrary<String> names) {
    return Combinators.combine(Arbitraries.longs(), names.list().ofSize(NAMES))
        .as((seed, some) -> new AnyDiagram(seed, some).make());
  }

  /** A diagram with difficult names. The same seed gives the same diagram. */
  static StateDiagram number(long seed) {
    Random random = new Random(seed);
    String[] known = NastyNames.known();
    List<String> names =
        random.ints(NAMES, 0, known.length).mapToObj(index -> known[index]).toList();
    return new AnyDiagram(seed, names).make();
  }

  private StateDiagram make() {
    List<DiagramRegion> regions = regions(1 + random.nextInt(2), 0);
    List<DiagramTransition> transitions = new ArrayList<>();
    Set<String> usedInitials = new HashSet<>();
    for (int i = 0; i < 2 * states.size(); i++) {
      DiagramState source = any(states);
      DiagramState target = any(states);
      if (target.kind() != StateKind.INITIAL
          && (source.kind() != StateKind.INITIAL || usedInitials.add(source.id()))) {
        transitions.add(transition(source.id(), target.id()));
      }
    }
    return new StateDiagram(name(), any(List.of(Direction.values())), regions, transitions);
  }

  private List<DiagramRegion> regions(int count, int depth) {
    List<DiagramRegion> regions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<DiagramState> inside = new ArrayList<>();
      for (int j = random.nextInt(4); j >= 0 && ids.hasNext(); j--) {
        inside.add(state(ids.next(), depth));
      }
      regions.add(new DiagramRegion(inside));
    }
    return regions;
  }

  private DiagramState state(String id, int depth) {
    StateKind kind = random.nextBoolean() ? StateKind.NORMAL : KINDS[random.nextInt(KINDS.length)];
    boolean composite = kind == StateKind.NORMAL && depth < 3 && random.nextInt(3) == 0;
    List<String> description = random.nextInt(4) == 0 ? List.of(name(), name()) : List.of();
    DiagramState state =
        new DiagramState(
            id,
            random.nextBoolean() ? id : name(),
            kind,
            description,
            composite ? regions(1 + random.nextInt(3), depth + 1) : List.of());
    states.add(state);
    return state;
  }

  private DiagramTransition transition(String source, String target) {
    boolean internal = source.equals(target) && random.nextBoolean();
    return new DiagramTransition(
        random.nextBoolean() ? "" : name(),
        source,
        target,
        internal
            ? TransitionKind.INTERNAL
            : any(List.of(TransitionKind.EXTERNAL, TransitionKind.LOCAL)),
        maybe(name()),
        maybe(Duration.ofMillis(random.nextInt(10_000))),
        maybe(name()),
        random.nextInt(3) == 0 ? List.of(name(), name()) : List.of(),
        Set.of(),
        any(List.of(Emphasis.values())),
        random.nextInt(4) == 0 ? OptionalLong.of(random.nextInt(3)) : OptionalLong.empty());
  }

  private <T> Optional<T> maybe(T value) {
    return random.nextInt(3) == 0 ? Optional.of(value) : Optional.empty();
  }

  private String name() {
    return any(names);
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
