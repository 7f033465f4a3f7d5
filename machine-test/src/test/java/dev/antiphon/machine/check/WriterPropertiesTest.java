package dev.antiphon.machine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.machine.Outcome;
import dev.antiphon.machine.Table;
import dev.antiphon.machine.TableException;
import dev.antiphon.machine.TableWriter;
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
import net.jqwik.api.statistics.Statistics;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Sentences make the same table, or the same complaint, as they do by a second writer. */
class WriterPropertiesTest {
  private static final int SENTENCES = 40;
  private static final int MANY = 8;

  @Provide
  Arbitrary<Tape> tapes() {
    return MadeUp.tapes();
  }

  /** Whatever is said, and in whatever order. */
  @Property(tries = 3_000)
  void anySentencesMakeTheRowsThatASecondWriterMakes(@ForAll("tapes") Tape tape) {
    Talk talk = new Talk(MadeUp.words(tape), tape);
    talk.writer.on(talk.words.kinds().get(0));
    talk.naive.on(talk.words.kinds().get(0));
    boolean sound = true;
    for (int i = 0; sound && i < SENTENCES; i++) {
      sound = talk.say();
    }
    talk.compare();
  }

  /** Each event is decided in every state: what is left open in the end is ignored. */
  @Property
  void sentencesThatDecideEverythingMakeATable(@ForAll("tapes") Tape tape) {
    Talk talk = new Talk(MadeUp.words(tape), tape);
    for (Line kind : talk.words.kinds()) {
      talk.writer.on(kind);
      talk.naive.on(kind);
      boolean sound = true;
      for (int i = tape.below(20); sound && i > 0; i--) {
        sound = talk.sayAboutTheSameEvent();
      }
      talk.writer.everywhere();
      talk.naive.everywhere();
      if (talk.naive.row(Outcome.IGNORED, Optional.empty())) {
        talk.writer.ignore("");
      }
    }
    boolean isTable = talk.compare();
    Statistics.label("table").collect(isTable && talk.naive.rows().size() > MANY);
    Statistics.label("table").coverage(is -> is.check(true).percentage(share -> share > 15));
  }

  /** Both writers, which are told the same. */
  private static final class Talk {
    private final MadeUp.Words words;
    private final Tape tape;
    private final TableWriter.Plain<Node, Line, Ask, Deed> writer;
    private final NaiveWriter naive;

    Talk(MadeUp.Words words, Tape tape) {
      this.words = words;
      this.tape = tape;
      writer = TableWriter.table(words.states(), words.kinds());
      naive = new NaiveWriter(words.states());
    }

    /** Says one thing; false when it cannot be said, which both must find. */
    boolean say() {
      if (tape.chance(1)) {
        Line kind = tape.one(words.kinds());
        writer.on(kind);
        naive.on(kind);
        return true;
      }
      return sayAboutTheSameEvent();
    }

    boolean sayAboutTheSameEvent() {
      return naive.hasSomethingToDecide() || tape.rarely() ? sayOfStates() : sayWhere();
    }

    private boolean sayWhere() {
      switch (tape.below(6)) {
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
          List<Node> among = new ArrayList<>(words.states());
          among.addAll(words.tops());
          if (!tape.rarely()) {
            among.removeIf(state -> !naive.canBeIn(state));
          }
          List<Node> states = among.isEmpty() ? words.tops() : List.copyOf(tape.some(among));
          return same(naive.in(states), () -> writer.in(states.toArray(Node[]::new)));
        }
      }
    }

    private boolean sayOfStates() {
      switch (tape.below(6)) {
        case 0, 1 -> {
          Ask guard = tape.one(words.guards());
          naive.guard(Optional.of(guard));
          writer.when(guard);
        }
        case 2 -> {
          naive.guard(Optional.empty());
          writer.otherwise();
        }
        default -> {
          return sayWhatBecomesOfIt() && (!tape.chance(4) || sayWhatIsDone());
        }
      }
      return !tape.rarely() || sayWhatIsDone();
    }

    private boolean sayWhatIsDone() {
      List<Deed> actions = List.copyOf(tape.some(words.actions()));
      return same(naive.doing(actions), () -> writer.doing(actions));
    }

    private boolean sayWhatBecomesOfIt() {
      Optional<Node> to = Optional.of(tape.one(words.states()));
      Optional<Node> substate =
          tape.rarely() ? to : Optional.of(tape.one(words.within(naive.anyTop(words.tops()))));
      Optional<Node> nowhere = Optional.empty();
      return switch (tape.below(6)) {
        case 0 -> same(naive.row(Outcome.TRANSITION, to), () -> writer.goTo(to.get()));
        case 1 ->
            !naive.isOneState() && !tape.rarely()
                || same(naive.row(Outcome.INTERNAL, substate), () -> writer.stayAs(substate.get()));
        case 2 -> same(naive.row(Outcome.INTERNAL, nowhere), writer::stay);
        case 3 -> same(naive.row(Outcome.VIOLATION, nowhere), writer::violate);
        case 4 -> same(naive.row(Outcome.REFUSED, nowhere), () -> writer.refuse(""));
        default -> same(naive.row(Outcome.IGNORED, nowhere), () -> writer.ignore(""));
      };
    }

    private static boolean same(boolean can, ThrowingCallable sentence) {
      if (!can) {
        assertThatThrownBy(sentence).isInstanceOf(TableException.class);
        return false;
      }
      try {
        sentence.call();
      } catch (Throwable thrown) {
        throw new AssertionError(thrown);
      }
      return true;
    }

    /** Returns whether there is a table. */
    boolean compare() {
      Optional<Table<Node, Line, Ask, Deed>> expected;
      try {
        expected = Optional.of(Table.of(words.states(), words.kinds(), naive.rows()));
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
