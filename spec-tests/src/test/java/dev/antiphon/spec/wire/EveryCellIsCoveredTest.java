package dev.antiphon.spec.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Row;
import dev.antiphon.spec.dave.MissingKeysTest;
import dev.antiphon.spec.summary.Unvisited;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every cell of sections E and F has a test, or a reason why it has no test. */
class EveryCellIsCoveredTest {
  private static final List<Class<?>> TESTS =
      List.of(
          HandshakeDeadlinesTest.class,
          LeaveTimerTest.class,
          MainGatewayTimersTest.class,
          MissingKeysTest.class,
          MoveAndPairTimersTest.class,
          RequestTimersTest.class,
          RetryTimersTest.class,
          UdpRowsTest.class,
          WindowsTest.class);

  /** {@code unvisited.tsv} contains the reason for each row that no test here takes. */
  @Test
  void everyCellOfTheTransitionTableHasATestOrAReason() {
    Set<String> uncovered = cells();
    uncovered.removeAll(covered());
    Set<String> unexplained =
        rows()
            .filter(row -> uncovered.contains(cell(row)))
            .map(Row::id)
            .filter(id -> !Unvisited.explained().contains(id))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(unexplained).isEmpty();
  }

  @Test
  void everyCellNamedByATestExistsInTheTransitionTable() {
    assertThat(cells()).containsAll(covered());
  }

  /** The cells of sections E and F that do more than ignore a stale event. */
  private static Set<String> cells() {
    return rows().map(EveryCellIsCoveredTest::cell).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<Row<?, ?, ?, ?>> rows() {
    return VoiceFlow.TABLE.rows().stream()
        .<Row<?, ?, ?, ?>>map(row -> row)
        .filter(row -> row.id().startsWith("E") || row.id().startsWith("F"))
        .filter(row -> !isStale(row));
  }

  private static String cell(Row<?, ?, ?, ?> row) {
    return row.id().substring(0, row.id().lastIndexOf('.'));
  }

  private static boolean isStale(Row<?, ?, ?, ?> row) {
    return row.outcome() == Outcome.IGNORED && row.note().equals("late event");
  }

  private static Set<String> covered() {
    return TESTS.stream()
        .flatMap(test -> Arrays.stream(test.getDeclaredMethods()))
        .map(method -> method.getAnnotation(Covers.class))
        .flatMap(cells -> cells == null ? Stream.empty() : Arrays.stream(cells.value()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
