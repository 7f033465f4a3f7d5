package dev.antiphon.spec.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.antiphon.spec.architecture.Violations.Kind;
import dev.antiphon.spec.architecture.sample.Ring;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** No package has a large cycle of classes, and packages have no cycles. */
class ClassCyclesTest {
  private static final int MAX_CYCLE = 9;

  @Test
  void noPackageHasAClassCycleOfMoreThanNineClasses() {
    tooLarge(MainCode.classes()).assertNone();
  }

  @Test
  void cycleOfTenClassesIsReported() {
    Violations found =
        tooLarge(new ClassFileImporter().importPackagesOf(Ring.class).stream().toList());
    assertThat(found.names()).containsExactly("cycle in dev.antiphon.spec.architecture.sample");
    assertThat(found.text())
        .contains(
            "10 classes: Ring, Ring02, Ring03, Ring04, Ring05, Ring06, Ring07, Ring08, Ring09, Ring10")
        .contains(
            "Ring -> Ring02 -> Ring03 -> Ring04 -> Ring05 -> Ring06 -> Ring07 -> Ring08 -> Ring09 -> Ring10 -> Ring");
  }

  /** Reads the class names in the class files, because ArchUnit misses some of them. */
  @Test
  void packagesHaveNoCycles() {
    assertThat(cyclesOfPackages(MainCode.classes())).isEmpty();
  }

  @Test
  void cycleOfTwoPackagesIsReported() {
    assertThat(
            cyclesOfPackages(
                new ClassFileImporter().importPackagesOf(Ring.class).stream().toList()))
        .containsExactly(
            Set.of(
                "dev.antiphon.spec.architecture.sample",
                "dev.antiphon.spec.architecture.sample.twin"));
  }

  private static List<Set<String>> cyclesOfPackages(List<JavaClass> classes) {
    Map<String, String> packages = new TreeMap<>();
    classes.forEach(type -> packages.put(type.getName(), type.getPackageName()));
    Map<String, Set<String>> arrows = new TreeMap<>();
    for (JavaClass type : classes) {
      Set<String> to = arrows.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>());
      for (String named : ClassFile.of(type).named()) {
        to.add(packages.getOrDefault(named, type.getPackageName()));
      }
      to.remove(type.getPackageName());
    }
    return new Graph(arrows).cycles();
  }

  private static Violations tooLarge(Collection<JavaClass> classes) {
    Violations found = new Violations(Kind.CYCLE);
    ClassCycles.largest(classes).stream()
        .filter(cycle -> cycle.members().size() > MAX_CYCLE)
        .forEach(
            cycle ->
                found.add(
                    cycle.packageName(),
                    "%d classes: %s; one cycle is %s"
                        .formatted(
                            cycle.members().size(),
                            String.join(", ", cycle.members()),
                            String.join(" -> ", cycle.example()))));
    return found;
  }
}
