package dev.antiphon.spec.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.audit.TransitionEvent;
import dev.antiphon.flow.VoiceState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs actions on a connection that is held in a state. The connection must take the row that
 * {@code actions.tsv} names, also when its budgets are nearly spent. The public API reports only
 * changes of state. So the test reads the rows from JFR events (Java Flight Recorder).
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActionsInEveryStateTest {
  private static final Duration POLL = Duration.ofMillis(50);

  private final Map<Cell, String> connections = new HashMap<>();
  private final Map<String, Set<String>> taken = new ConcurrentHashMap<>();
  private final List<TestBench> benches = new ArrayList<>();
  private final RecordingStream recorder = new RecordingStream();

  /** These actions, run on a connection held in this state, take this row. */
  private record Cell(Setup setup, List<Action> actions, VoiceState state, String row) {
    @Override
    public String toString() {
      return row + " by " + actions + " in " + state.title() + ", " + setup;
    }
  }

  @BeforeAll
  void runAllActions() throws InterruptedException {
    recorder.enable(TransitionEvent.class);
    recorder.onEvent(
        step ->
            taken
                .computeIfAbsent(
                    step.getString("connection"), first -> ConcurrentHashMap.newKeySet())
                .add(step.getString("row")));
    recorder.startAsync();
    for (Setup setup : Setup.values()) {
      for (VoiceState state : VoiceState.values()) {
        runActions(
            setup,
            state,
            cells().stream()
                .filter(cell -> cell.setup() == setup && cell.state() == state)
                .toList());
      }
    }
    long end = System.nanoTime() + TestBench.LIMIT.toNanos();
    while (System.nanoTime() < end
        && !connections.keySet().stream().allMatch(cell -> rowsOf(cell).contains(cell.row()))) {
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /**
   * Each call uses its own test bench, because a block for one connection can also hold others. In
   * Ready, the block holds the next UDP socket that opens, so each cell has its own bench.
   */
  private void runActions(Setup setup, VoiceState state, List<Cell> cells)
      throws InterruptedException {
    TestBench bench = null;
    for (Cell cell : cells) {
      if (bench == null || state == VoiceState.READY) {
        bench = setup.open();
        benches.add(bench);
      }
      HeldConnection held = bench.hold(state);
      connections.put(cell, held.connection().id());
      for (Action action : cell.actions()) {
        action.run(bench, held);
      }
      bench.gateway().sessionResumed();
    }
  }

  @AfterAll
  void close() {
    benches.forEach(TestBench::close);
    recorder.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void actionTakesTheExpectedRowOfTheTransitionTable(Cell cell) {
    assertThat(rowsOf(cell))
        .as(
            "rows taken by %s in %s (%s); if the flow was changed, write the new row in actions.tsv,"
                + " column %s",
            cell.actions(), cell.state().title(), cell.setup(), cell.state().title())
        .contains(cell.row());
  }

  /** The rows that the recorder has reported so far. */
  private Set<String> rowsOf(Cell cell) {
    return taken.getOrDefault(connections.get(cell), Set.of());
  }

  static List<Cell> cells() {
    List<List<String>> lines = Tsv.read("actions.tsv");
    List<VoiceState> states =
        lines.get(0).stream().skip(2).map(ActionsInEveryStateTest::state).toList();
    List<Cell> cells = new ArrayList<>();
    for (List<String> line : lines.subList(1, lines.size())) {
      Setup setup = Setup.valueOf(constant(line.get(0)));
      List<Action> actions =
          Arrays.stream(line.get(1).split(", "))
              .map(action -> Action.valueOf(constant(action)))
              .toList();
      IntStream.range(0, states.size())
          .filter(place -> !line.get(2 + place).equals("-"))
          .mapToObj(place -> new Cell(setup, actions, states.get(place), line.get(2 + place)))
          .forEach(cells::add);
    }
    return cells;
  }

  private static String constant(String words) {
    return words.toUpperCase(Locale.ROOT).replace(' ', '_');
  }

  private static VoiceState state(String title) {
    return Arrays.stream(VoiceState.values())
        .filter(state -> state.title().equals(title))
        .findFirst()
        .orElseThrow();
  }
}
