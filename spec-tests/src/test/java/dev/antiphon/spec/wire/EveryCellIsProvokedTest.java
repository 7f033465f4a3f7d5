package dev.antiphon.spec.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.internal.flow.VoiceFlow;
import dev.antiphon.machine.Row;
import dev.antiphon.spec.summary.Unvisited;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No cell of the sections E and F is left out in silence. */
class EveryCellIsProvokedTest {
  private static final List<Class<?>> TESTS =
      List.of(
          HandshakeDeadlinesTest.class,
          LeaveTimerTest.class,
          MainGatewayTimersTest.class,
          MoveAndPairTimersTest.class,
          RetryTimersTest.class,
          UdpRowsTest.class,
          WindowsTest.class);

  /** {@code unvisited.tsv} says of each of its rows why it has no way in from outside. */
  @Test
  void whatIsNotProvokedSaysWhy() {
    Set<String> open = cells();
    open.removeAll(provoked());
    Set<String> unexplained =
        rows()
            .filter(row -> open.contains(cell(row)))
            .map(Row::id)
            .filter(id -> !Unvisited.never().contains(id))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(unexplained).isEmpty();
  }

  @Test
  void nothingIsProvokedThatIsNoCell() {
    assertThat(cells()).containsAll(provoked());
  }

  /** The cells in which these events mean something. */
  private static Set<String> cells() {
    return rows().map(EveryCellIsProvokedTest::cell).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<Row> rows() {
    return VoiceFlow.TABLE.rows().stream()
        .filter(row -> row.id().startsWith("E") || row.id().startsWith("F"))
        .filter(row -> !isStale(row));
  }

  private static String cell(Row row) {
    return row.id().substring(0, row.id().lastIndexOf('.'));
  }

  private static boolean isStale(Row row) {
    return row.outcome() == Row.Outcome.IGNORED && row.note().equals("stale");
  }

  private static Set<String> provoked() {
    return TESTS.stream()
        .flatMap(test -> Arrays.stream(test.getDeclaredMethods()))
        .map(method -> method.getAnnotation(Provokes.class))
        .flatMap(cells -> cells == null ? Stream.empty() : Arrays.stream(cells.value()))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
