package dev.antiphon.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.machine.Phone.Do;
import dev.antiphon.machine.Phone.If;
import dev.antiphon.machine.Phone.What;
import dev.antiphon.machine.Phone.Where;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Recorded steps are taken again, and the first that differs is told. */
class ReplayTest {
  private static final Table<Where, What, If, Do> TABLE = Phone.table();

  /** A line of a record. */
  private record Recorded(What event, String row, String to) {}

  /** What the table does. */
  private record Taken(Row<Where, What, If, Do> row, Where to) {}

  private final Comparison<Recorded, Taken> comparison =
      Comparison.<Recorded, Taken>ofNothing()
          .withRow(TABLE, Recorded::row, taken -> taken.row().id())
          .with("to", Recorded::to, taken -> taken.to().title());
  private final Replay<Where, Recorded, Taken> replay =
      new Replay<>(Where.IDLE, ReplayTest::decide, Taken::to, comparison);

  private static Taken decide(Where here, Recorded recorded) {
    Row<Where, What, If, Do> row = TABLE.choose(here, recorded.event(), guard -> false);
    return new Taken(row, row.target(here));
  }

  @Test
  void stepsThatTheTableStillTakesAreFollowed() {
    assertThat(replay.take(new Recorded(What.CALL, "P1.ID.2", "loudly"))).isEmpty();
    assertThat(replay.take(new Recorded(What.LIFT, "P2.RI.1", "Talking"))).isEmpty();
    assertThat(replay.steps()).isEqualTo(2);
    assertThat(replay.here()).isEqualTo(Where.TALKING);
  }

  @Test
  void theFirstDifferenceEndsIt() {
    assertThat(replay.take(new Recorded(What.CALL, "P1.ID.2", "loudly"))).isEmpty();
    Difference otherwise = new Difference.Otherwise("to", "softly", "Talking");
    assertThat(replay.take(new Recorded(What.LIFT, "P2.RI.1", "softly"))).contains(otherwise);
    assertThat(replay.take(new Recorded(What.LIFT, "P2.RI.1", "Talking"))).contains(otherwise);
    assertThat(replay.steps()).isEqualTo(1);
    assertThat(replay.here()).isEqualTo(Where.LOUD);
  }

  @Test
  void fieldsAreComparedInTheirOrder() {
    Taken taken = decide(Where.IDLE, new Recorded(What.CALL, "", ""));
    assertThat(comparison.first(new Recorded(What.CALL, "P1.ID.1", "softly"), taken))
        .contains(new Difference.Otherwise("row", "P1.ID.1", "P1.ID.2"));
    assertThat(comparison.first(new Recorded(What.CALL, "P1.ID.2", "loudly"), taken)).isEmpty();
    assertThat(Comparison.<Recorded, Taken>ofNothing().first(null, taken)).isEmpty();
  }

  @Test
  void aRowThatTheTableDoesNotHaveIsToldFromOneThatItDoesNotTake() {
    assertThat(replay.take(new Recorded(What.CALL, "P1.ID.9", "loudly")))
        .contains(new Difference.Unknown("row", "P1.ID.9"));
  }

  @Test
  void whatTheMachineThrowsIsThrown() {
    List<Recorded> seen = new ArrayList<>();
    Replay<Where, Recorded, Taken> failing =
        new Replay<>(
            Where.IDLE,
            (here, recorded) -> {
              seen.add(recorded);
              throw new IllegalStateException("no such event");
            },
            Taken::to,
            comparison);
    assertThatThrownBy(() -> failing.take(new Recorded(What.CALL, "P1.ID.2", "loudly")))
        .hasMessage("no such event");
    assertThat(seen).hasSize(1);
    assertThat(failing.steps()).isZero();
  }

  @Test
  void aDifferenceIsASentence() {
    assertThat(new Difference.Unknown("row", "P1.ID.9").sentence())
        .isEqualTo(
            "this version's table knows no row P1.ID.9: replay it with the version that recorded"
                + " it, or a newer one");
    assertThat(new Difference.Otherwise("to", "softly", "Talking").sentence())
        .isEqualTo("this version takes the step otherwise: to Talking, but recorded is softly");
    assertThat(new Difference.Leap("Idle", "Talking").sentence())
        .isEqualTo("the step before it has led to Idle, but this one begins in Talking");
  }
}
