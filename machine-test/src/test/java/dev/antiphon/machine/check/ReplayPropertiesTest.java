package dev.antiphon.machine.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.machine.Comparison;
import dev.antiphon.machine.Difference;
import dev.antiphon.machine.Replay;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.check.MadeUp.Ask;
import dev.antiphon.machine.check.MadeUp.Deed;
import dev.antiphon.machine.check.MadeUp.Line;
import dev.antiphon.machine.check.MadeUp.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What a machine has done is recorded, and replayed by it, or by one with a slip. */
class ReplayPropertiesTest {
  private static final int LONGEST = 20;

  /** A step as a file has it. */
  private record Recorded(Line event, String row, Place<Node, Integer> after) {}

  private record Taken(Row<Node, Line, Ask, Deed> row, Place<Node, Integer> after) {}

  @Provide
  Arbitrary<Tape> tapes() {
    return MadeUp.tapes();
  }

  @Property
  void aReplayEndsWhereTheMachineFirstDidOtherwise(@ForAll("tapes") Tape tape) {
    MadeUp machine = MadeUp.of(tape);
    List<Mutant<Node, Line, Ask, Deed>> mutants = new Mutants<>(machine.table()).all();
    TableModel<Node, Line, Ask, Deed, Integer> model = machine.model();
    TableModel<Node, Line, Ask, Deed, Integer> today =
        mutants.isEmpty() || tape.chance(3) ? model : model.with(tape.one(mutants));
    Replay<Place<Node, Integer>, Recorded, Taken> replay =
        new Replay<>(
            today.first(),
            (here, recorded) -> taken(today, here, recorded.event()),
            Taken::after,
            Comparison.<Recorded, Taken>ofNothing()
                .withRow(machine.table(), Recorded::row, taken -> taken.row().id())
                .with("after", Recorded::after, Taken::after));
    List<Recorded> record = record(machine, tape);
    int same = 0;
    Place<Node, Integer> here = machine.first();
    while (same < record.size()
        && isSame(record.get(same), taken(today, here, record.get(same).event()))) {
      here = record.get(same++).after();
    }
    Optional<Difference> difference = Optional.empty();
    for (Recorded recorded : record) {
      difference = replay.take(recorded);
    }
    assertThat(replay.steps()).isEqualTo(same);
    assertThat(replay.here()).isEqualTo(here);
    assertThat(difference.isPresent()).isEqualTo(same < record.size());
    if (difference.isPresent()) {
      assertThat(difference.get()).isInstanceOf(Difference.Otherwise.class);
    }
  }

  private static List<Recorded> record(MadeUp machine, Tape tape) {
    Naive naive = new Naive(machine);
    List<Recorded> record = new ArrayList<>();
    Place<Node, Integer> here = machine.first();
    for (int i = tape.below(LONGEST); i > 0; i--) {
      Line event = tape.one(machine.kinds());
      Row<Node, Line, Ask, Deed> row = naive.row(here, event);
      here = naive.after(here, row);
      record.add(new Recorded(event, row.id(), here));
    }
    return record;
  }

  private static Taken taken(
      TableModel<Node, Line, Ask, Deed, Integer> model, Place<Node, Integer> here, Line event) {
    Row<Node, Line, Ask, Deed> row = model.decide(here, event);
    return new Taken(row, model.after(here, event, row));
  }

  private static boolean isSame(Recorded recorded, Taken taken) {
    return recorded.row().equals(taken.row().id()) && recorded.after().equals(taken.after());
  }
}
