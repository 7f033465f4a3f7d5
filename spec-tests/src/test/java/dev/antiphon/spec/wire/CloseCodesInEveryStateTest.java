package dev.antiphon.spec.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.audit.Transition;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.protocol.CloseCode;
import dev.antiphon.spec.flow.Decisions;
import java.util.ArrayList;
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
 * Closes the voice socket with each close code, known or unknown, in each state that has a socket.
 * The next transition must be the one in {@code flow-decisions.tsv}. {@code close-codes.tsv} maps
 * each code to its line there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CloseCodesInEveryStateTest {
  /** Stands for a reset of the TCP connection: no close frame can carry this code. */
  private static final int RESET = 1006;

  private static final Set<VoiceState> WITH_A_SOCKET =
      EnumSet.range(VoiceState.IDENTIFYING, VoiceState.ESTABLISHED);

  private TestBench bench;

  /**
   * One cell: this code in this state takes a row of this line and leads to the state {@code to}.
   */
  private record Cell(int code, String line, VoiceState state, String to) {
    @Override
    public String toString() {
      return code + " in " + state.title();
    }
  }

  @BeforeAll
  void open() {
    bench = TestBench.open();
  }

  @AfterAll
  void close() {
    bench.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  void closeCodeCausesTheExpectedTransition(Cell cell) throws Exception {
    HeldConnection held = bench.hold(cell.state());
    if (cell.code() == RESET) {
      bench.reset(held);
    } else {
      bench.close(held, cell.code());
    }
    Transition next = held.next();
    assertThat(next.from()).isEqualTo(cell.state());
    assertThat(Step.of(next))
        .isEqualTo(Step.closed(cell.line() + "." + cell.state().code(), cell.to(), cell.code()));
  }

  @Test
  void everyKnownCloseCodeIsTested() {
    Set<Integer> known = new TreeSet<>();
    cells().forEach(cell -> known.add(cell.code()));
    EnumSet<CloseCode> ofOthers = EnumSet.complementOf(EnumSet.of(CloseCode.CLOSE_4900));
    assertThat(known).containsAll(ofOthers.stream().map(CloseCode::number).toList());
  }

  static List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    Decisions.closeCodes()
        .forEach(
            (code, line) -> {
              for (VoiceState state : WITH_A_SOCKET) {
                String to = Decisions.target(Decisions.closed(code, state));
                cells.add(new Cell(code, line, state, to));
              }
            });
    return cells;
  }
}
