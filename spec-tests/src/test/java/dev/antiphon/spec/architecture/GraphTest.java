package dev.antiphon.spec.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Compares components and cycles with their definition. */
class GraphTest {

  @Property
  void componentsAreTheSetsOfNodesThatReachEachOther(@ForAll("graphs") Graph graph) {
    Set<Set<String>> expected = new HashSet<>();
    for (String node : graph.arrows().keySet()) {
      Set<String> component =
          reached(graph, node).stream()
              .filter(other -> reached(graph, other).contains(node))
              .collect(Collectors.toCollection(TreeSet::new));
      if (component.size() > 1) {
        expected.add(component);
      }
    }
    assertThat(graph.cycles()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Property
  void shortestCycleIsACycleOfTheComponent(@ForAll("graphs") Graph graph) {
    for (Set<String> component : graph.cycles()) {
      List<String> cycle = graph.shortestCycle(component);
      assertThat(cycle).hasSizeGreaterThan(2).startsWith(cycle.get(cycle.size() - 1));
      assertThat(component).containsAll(cycle);
      for (int i = 1; i < cycle.size(); i++) {
        assertThat(graph.from(cycle.get(i - 1))).contains(cycle.get(i));
      }
    }
  }

  @Provide
  Arbitrary<Graph> graphs() {
    Arbitrary<String> nodes = Arbitraries.of("a", "b", "c", "d", "e", "f", "g");
    Arbitrary<Map<String, Set<String>>> arrows =
        Arbitraries.maps(nodes, nodes.set().ofMaxSize(3)).ofMaxSize(7);
    return arrows.map(GraphTest::withoutLoops);
  }

  private static Graph withoutLoops(Map<String, Set<String>> arrows) {
    Map<String, Set<String>> kept = new TreeMap<>();
    arrows.forEach(
        (node, to) -> {
          Set<String> others = new TreeSet<>(to);
          others.remove(node);
          kept.put(node, others);
        });
    return new Graph(kept);
  }

  /** All nodes that can be reached from the node, including the node itself. */
  private static Set<String> reached(Graph graph, String node) {
    Set<String> reached = new TreeSet<>(Set.of(node));
    int before;
    do {
      before = reached.size();
      List.copyOf(reached).forEach(known -> reached.addAll(graph.from(known)));
    } while (reached.size() > before);
    return reached;
  }
}
