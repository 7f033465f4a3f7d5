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

/** A replay repeats recorded steps and reports the first difference. */
class ReplayTest {
  private static final Table<Where, What, If, Do> TABLE = Phone.table();

  /** A line of a record. */
  private record Recorded(What event, String row, String to) {}

  /** A decision of the table. */
  private record Taken(Row<Where, What, If, Do> row, Where to) {}

  private final Comparison<Recorded, Taken> comparison =
      Comparison.<Recorded, Taken>empty()
          .withRow(TABLE, Recorded::row, taken -> taken.row().id())
          .with("to", Recorded::to, taken -> taken.to().title());
  private final Replay<Where, Recorded, Taken> replay =
      new Replay<>(Where.IDLE, ReplayTest::decide, Taken::to, comparison);

  private static Taken decide(Where here, Recorded recorded) {
    Row<Where, What, If, Do> row = TABLE.choose(here, recorded.event(), guard -> false);
    return new Taken(row, row.target(here));
  }

  @Test
  void replayContinuesWhileTheTableGivesTheRecordedResults() {
    assertThat(replay.take(new Recorded(What.CALL, "P1.ID.2", "loudly"))).isEmpty();
    assertThat(replay.take(new Recorded(What.LIFT, "P2.RI.1", "Talking"))).isEmpty();
    assertThat(replay.steps()).isEqualTo(2);
    assertThat(replay.configuration()).isEqualTo(Where.TALKING);
  }

  @Test
  void replayStopsAtTheFirstDifference() {
    assertThat(replay.take(new Recorded(What.CALL, "P1.ID.2", "loudly"))).isEmpty();
    Difference mismatch = new Difference.Mismatch("to", "softly", "Talking");
    assertThat(replay.take(new Recorded(What.LIFT, "P2.RI.1", "softly"))).contains(mismatch);
    assertThat(replay.take(new Recorded(What.LIFT, "P2.RI.1", "Talking"))).contains(mismatch);
    assertThat(replay.steps()).isEqualTo(1);
    assertThat(replay.configuration()).isEqualTo(Where.LOUD);
  }

  @Test
  void firstDifferentFieldIsReported() {
    Taken taken = decide(Where.IDLE, new Recorded(What.CALL, "", ""));
    assertThat(comparison.first(new Recorded(What.CALL, "P1.ID.1", "softly"), taken))
        .contains(new Difference.Mismatch("row", "P1.ID.1", "P1.ID.2"));
    assertThat(comparison.first(new Recorded(What.CALL, "P1.ID.2", "loudly"), taken)).isEmpty();
    assertThat(Comparison.<Recorded, Taken>empty().first(null, taken)).isEmpty();
  }

  @Test
  void unknownRowIsReportedWhenTheTableDoesNotContainIt() {
    assertThat(replay.take(new Recorded(What.CALL, "P1.ID.9", "loudly")))
        .contains(new Difference.Unknown("row", "P1.ID.9"));
  }

  @Test
  void exceptionOfTheMachineIsThrownByTheReplay() {
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
  void everyKindOfDifferenceHasADescription() {
    assertThat(new Difference.Unknown("row", "P1.ID.9").sentence())
        .isEqualTo(
            "the table of this version has no row P1.ID.9: replay the file with the version that"
                + " recorded it, or a newer one");
    assertThat(new Difference.Mismatch("to", "softly", "Talking").sentence())
        .isEqualTo(
            "this version decides the step differently: to is Talking, but the recorded value is"
                + " softly");
    assertThat(new Difference.Gap("Idle", "Talking").sentence())
        .isEqualTo("the previous step ended in Idle, but this step begins in Talking");
  }
}
