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

/** In no package do more classes all need each other than one can look through. */
class ClassCyclesTest {
  private static final int MOST = 9;

  @Test
  void noPackageHasALargerCycle() {
    tooLarge(MainCode.classes()).areNone();
  }

  @Test
  void aLargerCycleIsFound() {
    Violations found =
        tooLarge(new ClassFileImporter().importPackagesOf(Ring.class).stream().toList());
    assertThat(found.names()).containsExactly("cycle in dev.antiphon.spec.architecture.sample");
    assertThat(found.text())
        .contains(
            "10 classes: Ring, Ring02, Ring03, Ring04, Ring05, Ring06, Ring07, Ring08, Ring09, Ring10")
        .contains(
            "Ring -> Ring02 -> Ring03 -> Ring04 -> Ring05 -> Ring06 -> Ring07 -> Ring08 -> Ring09 -> Ring10 -> Ring");
  }

  /** As the class files name their classes, which is more than ArchUnit sees. */
  @Test
  void packagesNeedEachOtherInOneDirection() {
    assertThat(cyclesOfPackages(MainCode.classes())).isEmpty();
  }

  @Test
  void packagesThatNeedEachOtherAreFound() {
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
        .filter(cycle -> cycle.members().size() > MOST)
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
