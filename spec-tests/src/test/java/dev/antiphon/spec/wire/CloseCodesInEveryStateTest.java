package dev.antiphon.spec.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.audit.Transition;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.CloseCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each close code, known or not, in each state that has a voice socket: what comes next is what the
 * specification says. {@code close-codes.tsv} was written from it by hand, line by line of its
 * section D.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloseCodesInEveryStateTest {
  /** A TCP connection that is reset, which no close frame can say. */
  private static final int RESET = 1006;

  private HeldOpen scene;

  /** One cell: this code in this state is a row of this line, and leads there. */
  private record Cell(int code, String line, VoiceState state, String to) {
    @Override
    public String toString() {
      return code + " in " + state.title();
    }
  }

  @BeforeAll
  void open() {
    scene = HeldOpen.open();
  }

  @AfterAll
  void close() {
    scene.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void aCloseLeadsWhereItShould(Cell cell) throws Exception {
    Held held = scene.hold(cell.state());
    if (cell.code() == RESET) {
      scene.reset(held);
    } else {
      scene.close(held, cell.code());
    }
    Transition next = held.next();
    assertThat(next.from()).isEqualTo(cell.state());
    assertThat(Step.of(next))
        .isEqualTo(Step.closed(cell.line() + "." + cell.state().code(), cell.to(), cell.code()));
  }

  @Test
  void noCloseCodeIsLeftOut() {
    Set<Integer> known = new TreeSet<>();
    cells().forEach(cell -> known.add(cell.code()));
    EnumSet<CloseCode> ofOthers = EnumSet.complementOf(EnumSet.of(CloseCode.CLOSE_4900));
    assertThat(known).containsAll(ofOthers.stream().map(CloseCode::number).toList());
  }

  static List<Cell> cells() {
    List<List<String>> lines = Tsv.read("close-codes.tsv");
    List<VoiceState> states =
        lines.get(0).stream().skip(2).map(CloseCodesInEveryStateTest::state).toList();
    List<Cell> cells = new ArrayList<>();
    for (List<String> line : lines.subList(1, lines.size())) {
      int code = Integer.parseInt(line.get(0));
      for (int i = 0; i < states.size(); i++) {
        cells.add(new Cell(code, line.get(1), states.get(i), line.get(2 + i)));
      }
    }
    return cells;
  }

  private static VoiceState state(String title) {
    return Arrays.stream(VoiceState.values())
        .filter(state -> state.title().equals(title))
        .findFirst()
        .orElseThrow();
  }
}
