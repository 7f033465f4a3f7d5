package dev.antiphon.spec.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.antiphon.spec.summary.Figures;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Prints the figures of the code structure in every build. */
class FiguresTest {

  @Test
  void numbersOfTypesLinesAndCyclesArePrinted() {
    Map<String, Long> figures = new TreeMap<>();
    figures.put("public types outside internal", publicTypes(false));
    figures.put("public types inside internal", publicTypes(true));
    figures.put("lines of main code", lines());
    figures.put("largest cycle", 0L);
    ClassCycles.largest(MainCode.classes()).stream()
        .sorted(Comparator.comparing(cycle -> -cycle.members().size()))
        .forEach(
            cycle -> {
              long size = cycle.members().size();
              figures.put("largest cycle in " + cycle.packageName(), size);
              figures.merge("largest cycle", size, Math::max);
            });
    figures.forEach((name, figure) -> System.out.println("Architecture: " + name + ": " + figure));
    Figures.write("architecture", figures);
    assertThat(figures.get("public types outside internal")).isPositive();
  }

  /** Includes nested types. */
  private static long publicTypes(boolean internal) {
    return MainCode.classes().stream()
        .filter(MainCode::isVisible)
        .map(JavaClass::getPackageName)
        .filter(name -> MainCode.isInternal(name) == internal)
        .count();
  }

  private static long lines() {
    return MainCode.sources().stream().mapToLong(source -> source.text().lines().count()).sum();
  }
}
