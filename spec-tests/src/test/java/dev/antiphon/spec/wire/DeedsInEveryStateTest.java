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
 * Whatever somebody does to a connection that is held in a state takes the row that {@code
 * deeds.tsv} names; also where little is left of the budgets. A connection tells its application of
 * changes of state only, so the rows come from the flight recorder, all together.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeedsInEveryStateTest {
  private static final Duration POLL = Duration.ofMillis(50);

  private final Map<Cell, String> connections = new HashMap<>();
  private final Map<String, Set<String>> taken = new ConcurrentHashMap<>();
  private final List<HeldOpen> scenes = new ArrayList<>();
  private final RecordingStream recorder = new RecordingStream();

  /** These deeds, to a connection held in this state, take this row at last. */
  private record Cell(Rules rules, List<Deed> deeds, VoiceState state, String row) {
    @Override
    public String toString() {
      return row + " by " + deeds + " in " + state.title() + ", " + rules;
    }
  }

  @BeforeAll
  void happen() throws InterruptedException {
    recorder.enable(TransitionEvent.class);
    recorder.onEvent(
        step ->
            taken
                .computeIfAbsent(
                    step.getString("connection"), first -> ConcurrentHashMap.newKeySet())
                .add(step.getString("row")));
    recorder.startAsync();
    for (Rules rules : Rules.values()) {
      for (VoiceState state : VoiceState.values()) {
        happen(
            rules,
            state,
            cells().stream()
                .filter(cell -> cell.rules() == rules && cell.state() == state)
                .toList());
      }
    }
    long end = System.nanoTime() + HeldOpen.LIMIT.toNanos();
    while (System.nanoTime() < end
        && !connections.keySet().stream().allMatch(cell -> rowsOf(cell).contains(cell.row()))) {
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  /**
   * In scenes of their own: what keeps one connection in its state may keep others too; and in
   * Ready that is whichever opens its UDP socket next.
   */
  private void happen(Rules rules, VoiceState state, List<Cell> cells) throws InterruptedException {
    HeldOpen scene = null;
    for (Cell cell : cells) {
      if (scene == null || state == VoiceState.READY) {
        scene = rules.open();
        scenes.add(scene);
      }
      Held held = scene.hold(state);
      connections.put(cell, held.connection().id());
      for (Deed deed : cell.deeds()) {
        deed.happen(scene, held);
      }
      scene.gateway().sessionResumed();
    }
  }

  @AfterAll
  void close() {
    scenes.forEach(HeldOpen::close);
    recorder.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void aDeedTakesItsRow(Cell cell) {
    assertThat(rowsOf(cell))
        .as(
            "rows taken by %s in %s (%s); if the flow was changed, write the right one in deeds.tsv,"
                + " column %s",
            cell.deeds(), cell.state().title(), cell.rules(), cell.state().title())
        .contains(cell.row());
  }

  /** As far as the recorder has told of them. */
  private Set<String> rowsOf(Cell cell) {
    return taken.getOrDefault(connections.get(cell), Set.of());
  }

  static List<Cell> cells() {
    List<List<String>> lines = Tsv.read("deeds.tsv");
    List<VoiceState> states =
        lines.get(0).stream().skip(2).map(DeedsInEveryStateTest::state).toList();
    List<Cell> cells = new ArrayList<>();
    for (List<String> line : lines.subList(1, lines.size())) {
      Rules rules = Rules.valueOf(constant(line.get(0)));
      List<Deed> deeds =
          Arrays.stream(line.get(1).split(", ")).map(deed -> Deed.valueOf(constant(deed))).toList();
      IntStream.range(0, states.size())
          .filter(place -> !line.get(2 + place).equals("-"))
          .mapToObj(place -> new Cell(rules, deeds, states.get(place), line.get(2 + place)))
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
