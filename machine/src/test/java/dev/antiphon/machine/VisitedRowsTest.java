package dev.antiphon.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.machine.Phone.Do;
import dev.antiphon.machine.Phone.If;
import dev.antiphon.machine.Phone.What;
import dev.antiphon.machine.Phone.Where;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class VisitedRowsTest {
  private final Table<Where, What, If, Do> table = Phone.table();
  private final VisitedRows visited = new VisitedRows();

  @Test
  void missingReturnsTheRowsThatWereNotVisited() {
    assertThat(visited.missing(table)).isEqualTo(table.rows());
    table.rows().stream().skip(1).forEach(visited::visit);
    assertThat(visited.missing(table)).containsExactly(table.rows().get(0));
    assertThat(visited.has(table.rows().get(0))).isFalse();
    assertThat(visited.has(table.rows().get(1))).isTrue();
  }

  @Test
  void visitsFromManyThreadsAreCounted() {
    IntStream.range(0, 10_000).parallel().forEach(i -> visited.visit(i % 2 == 0 ? "B" : "A"));
    assertThat(visited.counts()).hasToString("{A=5000, B=5000}");
  }
}
