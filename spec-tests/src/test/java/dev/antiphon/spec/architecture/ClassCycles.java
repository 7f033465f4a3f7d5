package dev.antiphon.spec.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The cycles between the classes of one package. A nested class counts as its top-level class. A
 * sealed type and its permitted subclasses count as one class, because they can only be understood
 * together.
 *
 * @param members the simple names of the classes that all reach each other
 * @param example a shortest cycle among the members; it starts and ends with the same class
 */
record ClassCycles(String packageName, List<String> members, List<String> example) {

  /** The largest cycle of each package that has one. */
  static List<ClassCycles> largest(Collection<JavaClass> classes) {
    return classes.stream()
        .collect(
            Collectors.groupingBy(JavaClass::getPackageName, TreeMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(inPackage -> largest(inPackage.getKey(), inPackage.getValue()))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<ClassCycles> largest(String packageName, List<JavaClass> classes) {
    Graph graph = graph(packageName, classes);
    return graph.cycles().stream()
        .max(Comparator.comparing(Set::size))
        .map(
            members ->
                new ClassCycles(packageName, List.copyOf(members), graph.shortestCycle(members)));
  }

  private static Graph graph(String packageName, List<JavaClass> classes) {
    Map<String, ClassFile> files = new TreeMap<>();
    classes.forEach(type -> files.put(type.getName(), ClassFile.of(type)));
    Map<String, String> families = families(classes, files);
    Map<String, Set<String>> arrows = new TreeMap<>();
    for (JavaClass type : classes) {
      String from = families.get(topLevel(type));
      Set<String> to = arrows.computeIfAbsent(from, name -> new TreeSet<>());
      for (JavaClass other : classes) {
        if (files.get(type.getName()).named().contains(other.getName())) {
          to.add(families.get(topLevel(other)));
        }
      }
      to.remove(from);
    }
    return new Graph(arrows);
  }

  /** Maps each top-level class to the class that it counts as: its sealed type or itself. */
  private static Map<String, String> families(
      List<JavaClass> classes, Map<String, ClassFile> files) {
    Map<String, String> families = new TreeMap<>();
    classes.forEach(type -> families.put(topLevel(type), topLevel(type)));
    for (JavaClass type : classes) {
      if (files.get(type.getName()).isSealed()) {
        String family = families.get(topLevel(type));
        for (JavaClass permitted : type.getSubclasses()) {
          String merged = families.get(topLevel(permitted));
          families.replaceAll((name, known) -> known.equals(merged) ? family : known);
        }
      }
    }
    return families;
  }

  private static String topLevel(JavaClass type) {
    JavaClass outermost = type;
    while (outermost.getEnclosingClass().isPresent()) {
      outermost = outermost.getEnclosingClass().get();
    }
    return outermost.getSimpleName();
  }
}
