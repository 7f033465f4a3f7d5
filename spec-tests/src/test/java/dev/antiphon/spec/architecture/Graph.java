package dev.antiphon.spec.architecture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A directed graph without edges from a node to itself.
 *
 * @param arrows the targets of the edges of each node
 */
record Graph(Map<String, Set<String>> arrows) {

  /** The strongly connected components of more than one node. */
  List<Set<String>> cycles() {
    return new Tarjan(this).components().stream().filter(found -> found.size() > 1).toList();
  }

  /** A shortest cycle in a strongly connected component. It starts and ends with the same node. */
  List<String> shortestCycle(Set<String> component) {
    return component.stream()
        .map(node -> cycleThrough(node, component))
        .flatMap(Optional::stream)
        .min(Comparator.comparing(List::size))
        .orElseThrow();
  }

  Set<String> from(String node) {
    return arrows.getOrDefault(node, Set.of());
  }

  private Optional<List<String>> cycleThrough(String start, Set<String> component) {
    Map<String, String> cameFrom = new HashMap<>();
    Deque<String> waiting = new ArrayDeque<>(List.of(start));
    while (!waiting.isEmpty()) {
      String node = waiting.remove();
      for (String next : from(node)) {
        if (next.equals(start)) {
          return Optional.of(path(start, node, cameFrom));
        }
        if (component.contains(next) && cameFrom.putIfAbsent(next, node) == null) {
          waiting.add(next);
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> path(String start, String last, Map<String, String> cameFrom) {
    List<String> path = new ArrayList<>(List.of(start));
    for (String node = last; !node.equals(start); node = cameFrom.get(node)) {
      path.add(1, node);
    }
    path.add(start);
    return path;
  }

  /** Tarjan's algorithm. The recursion depth is the depth of the graph. */
  private static final class Tarjan {
    private final Graph graph;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> lowest = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final List<Set<String>> components = new ArrayList<>();

    Tarjan(Graph graph) {
      this.graph = graph;
    }

    List<Set<String>> components() {
      for (String node : graph.arrows().keySet()) {
        if (!numbers.containsKey(node)) {
          visit(node);
        }
      }
      return components;
    }

    private void visit(String node) {
      numbers.put(node, numbers.size());
      lowest.put(node, numbers.get(node));
      open.push(node);
      for (String next : graph.from(node)) {
        if (!numbers.containsKey(next)) {
          visit(next);
          lowest.merge(node, lowest.get(next), Math::min);
        } else if (open.contains(next)) {
          lowest.merge(node, numbers.get(next), Math::min);
        }
      }
      if (lowest.get(node).equals(numbers.get(node))) {
        close(node);
      }
    }

    private void close(String root) {
      Set<String> component = new TreeSet<>();
      String node;
      do {
        node = open.pop();
        component.add(node);
      } while (!node.equals(root));
      components.add(component);
    }
  }
}
