package dev.antiphon.machine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Table;
import dev.antiphon.machine.TableException;
import dev.antiphon.machine.TableWriter;
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
import net.jqwik.api.statistics.Statistics;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The writer builds the same table, or fails with the same message, as a simple second writer. */
class WriterPropertiesTest {
  private static final int SENTENCES = 40;
  private static final int MANY = 8;

  @Provide
  Arbitrary<Choices> choiceLists() {
    return RandomMachine.choiceLists();
  }

  /** Methods are called in random order. */
  @Property(tries = 3_000)
  void randomCallsProduceTheSameRowsAsASimpleWriter(@ForAll("choiceLists") Choices choices) {
    TwoWriters writers = new TwoWriters(RandomMachine.vocabulary(choices), choices);
    writers.writer.on(writers.vocabulary.kinds().get(0));
    writers.naive.on(writers.vocabulary.kinds().get(0));
    boolean sound = true;
    for (int i = 0; sound && i < SENTENCES; i++) {
      sound = writers.callAny();
    }
    writers.compare();
  }

  /** Each event gets a row in every state: the remaining states ignore it. */
  @Property
  void writerAndSimpleWriterCreateTheSameTableFromCompleteRows(
      @ForAll("choiceLists") Choices choices) {
    TwoWriters writers = new TwoWriters(RandomMachine.vocabulary(choices), choices);
    for (Line kind : writers.vocabulary.kinds()) {
      writers.writer.on(kind);
      writers.naive.on(kind);
      boolean sound = true;
      for (int i = choices.below(20); sound && i > 0; i--) {
        sound = writers.callForTheSameEvent();
      }
      writers.writer.everywhere();
      writers.naive.everywhere();
      if (writers.naive.row(Outcome.IGNORED, Optional.empty())) {
        writers.writer.ignore("");
      }
    }
    boolean isTable = writers.compare();
    Statistics.label("table").collect(isTable && writers.naive.rows().size() > MANY);
    Statistics.label("table").coverage(is -> is.check(true).percentage(share -> share > 15));
  }

  /** Both writers, with the same calls. */
  private static final class TwoWriters {
    private final RandomMachine.Vocabulary vocabulary;
    private final Choices choices;
    private final TableWriter.Plain<Node, Line, BitGuard, MemoryAction> writer;
    private final NaiveWriter naive;

    TwoWriters(RandomMachine.Vocabulary vocabulary, Choices choices) {
      this.vocabulary = vocabulary;
      this.choices = choices;
      writer = TableWriter.table(vocabulary.states(), vocabulary.kinds());
      naive = new NaiveWriter(vocabulary.states());
    }

    /**
     * Calls one method on both writers. Returns false if the call is invalid; both writers must
     * agree.
     */
    boolean callAny() {
      if (choices.chance(1)) {
        Line kind = choices.one(vocabulary.kinds());
        writer.on(kind);
        naive.on(kind);
        return true;
      }
      return callForTheSameEvent();
    }

    boolean callForTheSameEvent() {
      return naive.hasSomethingToDecide() || choices.rarely()
          ? callRowMethod()
          : callStatesMethod();
    }

    private boolean callStatesMethod() {
      switch (choices.below(6)) {
        case 0 -> {
          naive.elsewhere();
          writer.elsewhere();
          return true;
        }
        case 1 -> {
          naive.everywhere();
          writer.everywhere();
          return true;
        }
        default -> {
          List<Node> among = new ArrayList<>(vocabulary.states());
          among.addAll(vocabulary.tops());
          if (!choices.rarely()) {
            among.removeIf(state -> !naive.canBeIn(state));
          }
          List<Node> states =
              among.isEmpty() ? vocabulary.tops() : List.copyOf(choices.some(among));
          return same(naive.in(states), () -> writer.in(states.toArray(Node[]::new)));
        }
      }
    }

    private boolean callRowMethod() {
      switch (choices.below(6)) {
        case 0, 1 -> {
          BitGuard guard = choices.one(vocabulary.guards());
          naive.guard(Optional.of(guard));
          writer.when(guard);
        }
        case 2 -> {
          naive.guard(Optional.empty());
          writer.otherwise();
        }
        default -> {
          return callOutcomeMethod() && (!choices.chance(4) || callDoing());
        }
      }
      return !choices.rarely() || callDoing();
    }

    private boolean callDoing() {
      List<MemoryAction> actions = List.copyOf(choices.some(vocabulary.actions()));
      return same(naive.doing(actions), () -> writer.doing(actions));
    }

    private boolean callOutcomeMethod() {
      Optional<Node> to = Optional.of(choices.one(vocabulary.states()));
      Optional<Node> substate =
          choices.rarely()
              ? to
              : Optional.of(choices.one(vocabulary.within(naive.anyTop(vocabulary.tops()))));
      Optional<Node> nowhere = Optional.empty();
      return switch (choices.below(6)) {
        case 0 -> same(naive.row(Outcome.TRANSITION, to), () -> writer.goTo(to.get()));
        case 1 ->
            !naive.isOneState() && !choices.rarely()
                || same(naive.row(Outcome.INTERNAL, substate), () -> writer.stayAs(substate.get()));
        case 2 -> same(naive.row(Outcome.INTERNAL, nowhere), writer::stay);
        case 3 -> same(naive.row(Outcome.VIOLATION, nowhere), writer::violate);
        case 4 -> same(naive.row(Outcome.REFUSED, nowhere), () -> writer.refuse(""));
        default -> same(naive.row(Outcome.IGNORED, nowhere), () -> writer.ignore(""));
      };
    }

    private static boolean same(boolean valid, ThrowingCallable call) {
      if (!valid) {
        assertThatThrownBy(call).isInstanceOf(TableException.class);
        return false;
      }
      try {
        call.call();
      } catch (Throwable thrown) {
        throw new AssertionError(thrown);
      }
      return true;
    }

    /** Compares the writers. Returns whether they build a table. */
    boolean compare() {
      Optional<Table<Node, Line, BitGuard, MemoryAction>> expected;
      try {
        expected = Optional.of(Table.of(vocabulary.states(), vocabulary.kinds(), naive.rows()));
      } catch (TableException e) {
        expected = Optional.empty();
        assertThatThrownBy(writer::table)
            .isInstanceOf(TableException.class)
            .hasMessage(e.getMessage());
      }
      expected.ifPresent(table -> assertThat(writer.table().rows()).isEqualTo(table.rows()));
      return expected.isPresent();
    }
  }
}
