package dev.antiphon.machine.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.machine.Comparison;
import dev.antiphon.machine.Difference;
import dev.antiphon.machine.Replay;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.check.RandomMachine.BitGuard;
import dev.antiphon.machine.check.RandomMachine.Line;
import dev.antiphon.machine.check.RandomMachine.MemoryAction;
import dev.antiphon.machine.check.RandomMachine.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Steps of a machine are recorded, and replayed by the same machine or by a mutant. */
class ReplayPropertiesTest {
  private static final int LONGEST = 20;

  /** A recorded step, like in a file. */
  private record Recorded(Line event, String row, StateAndMemory<Node, Integer> after) {}

  private record Taken(
      Row<Node, Line, BitGuard, MemoryAction> row, StateAndMemory<Node, Integer> after) {}

  @Provide
  Arbitrary<Choices> choiceLists() {
    return RandomMachine.choiceLists();
  }

  @Property
  void replayStopsAtTheFirstDifference(@ForAll("choiceLists") Choices choices) {
    RandomMachine machine = RandomMachine.of(choices);
    List<Mutant<Node, Line, BitGuard, MemoryAction>> mutants = new Mutants<>(machine.table()).all();
    TableModel<Node, Line, BitGuard, MemoryAction, Integer> model = machine.model();
    TableModel<Node, Line, BitGuard, MemoryAction, Integer> today =
        mutants.isEmpty() || choices.chance(3) ? model : model.with(choices.one(mutants));
    Replay<StateAndMemory<Node, Integer>, Recorded, Taken> replay =
        new Replay<>(
            today.first(),
            (here, recorded) -> taken(today, here, recorded.event()),
            Taken::after,
            Comparison.<Recorded, Taken>empty()
                .withRow(machine.table(), Recorded::row, taken -> taken.row().id())
                .with("after", Recorded::after, Taken::after));
    List<Recorded> record = record(machine, choices);
    int same = 0;
    StateAndMemory<Node, Integer> here = machine.first();
    while (same < record.size()
        && isSame(record.get(same), taken(today, here, record.get(same).event()))) {
      here = record.get(same++).after();
    }
    Optional<Difference> difference = Optional.empty();
    for (Recorded recorded : record) {
      difference = replay.take(recorded);
    }
    assertThat(replay.steps()).isEqualTo(same);
    assertThat(replay.configuration()).isEqualTo(here);
    assertThat(difference.isPresent()).isEqualTo(same < record.size());
    if (difference.isPresent()) {
      assertThat(difference.get()).isInstanceOf(Difference.Mismatch.class);
    }
  }

  private static List<Recorded> record(RandomMachine machine, Choices choices) {
    NaiveMachine naive = new NaiveMachine(machine);
    List<Recorded> record = new ArrayList<>();
    StateAndMemory<Node, Integer> here = machine.first();
    for (int i = choices.below(LONGEST); i > 0; i--) {
      Line event = choices.one(machine.kinds());
      Row<Node, Line, BitGuard, MemoryAction> row = naive.row(here, event);
      here = naive.after(here, row);
      record.add(new Recorded(event, row.id(), here));
    }
    return record;
  }

  private static Taken taken(
      TableModel<Node, Line, BitGuard, MemoryAction, Integer> model,
      StateAndMemory<Node, Integer> here,
      Line event) {
    Row<Node, Line, BitGuard, MemoryAction> row = model.decide(here, event);
    return new Taken(row, model.after(here, event, row));
  }

  private static boolean isSame(Recorded recorded, Taken taken) {
    return recorded.row().equals(taken.row().id()) && recorded.after().equals(taken.after());
  }
}
