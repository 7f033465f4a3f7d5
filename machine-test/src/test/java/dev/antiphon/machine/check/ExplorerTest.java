package dev.antiphon.machine.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** The results of an exploration, with a machine that only counts: each event adds to a number. */
class ExplorerTest {

  /** Adds events to a number. Events that would reach 10 or more are ignored. */
  private record Counter(IntPredicate throwing) implements Model<Integer, Integer, String> {
    @Override
    public Integer first() {
      return 0;
    }

    @Override
    public List<Integer> events(Integer here) {
      return List.of(1, 3);
    }

    @Override
    public String decide(Integer here, Integer event) {
      if (throwing.test(here)) {
        throw new IllegalStateException("no such number");
      }
      return here + event < 10 ? "add" : "stay";
    }

    @Override
    public Integer after(Integer here, Integer event, String decision) {
      return decision.equals("add") ? Integer.valueOf(here + event) : here;
    }

    @Override
    public String row(String decision) {
      return decision;
    }

    @Override
    public String describe(Integer here) {
      return "number " + here;
    }
  }

  private final Explorer<Integer, Integer, String> explorer =
      Explorer.of(new Counter(here -> false));

  @Test
  void toStringOfAnExplorationDescribesItsResultInOneLine() {
    assertThat(explorer.explore(100))
        .hasToString("10 configurations (all), 20 steps, 0 late events, depth 4, 2 rows");
    assertThat(explorer.explore(3))
        .hasToString("6 configurations (not all), 6 steps, 0 late events, depth 2, 1 rows");
    Liveness<Integer, Integer> ones =
        Liveness.restricted("ones", event -> event == 1, here -> here == 9);
    assertThat(explorer.eventually(ones).explore(100))
        .asString()
        .endsWith(", ones: at most 9 steps to a goal");
  }

  @Test
  void violationIsReportedWithTheEventsThatLeadToIt() {
    Exploration<Integer, Integer> found =
        explorer.checking(Check.always("never five", number -> number != 5)).explore(100);
    assertThat(found.isComplete()).isFalse();
    assertThatThrownBy(found::orThrow)
        .isInstanceOf(AssertionError.class)
        .hasMessage("does not hold: never five, in number 2, events:\n  1\n  1\n  3");
  }

  @Test
  void livenessFailureIsReportedWithTheEventsThatLeadToIt() {
    Liveness<Integer, Integer> threes =
        Liveness.restricted("threes", event -> event == 3, here -> here >= 9);
    assertThat(explorer.eventually(threes).explore(100).counterexample().orElseThrow())
        .hasToString(
            "threes: the machine can loop forever at number 7, events:\n  1\n  3\n  3\n  3");
    Liveness<Integer, Integer> lazy =
        Liveness.cooperative(
            "a lazy client",
            here -> here < 2 ? Optional.of(1) : Optional.empty(),
            here -> here == 9);
    assertThat(
            explorer
                .eventually(lazy.from(here -> here == 0))
                .explore(100)
                .counterexample()
                .orElseThrow())
        .hasToString("a lazy client: the machine gets stuck in number 2, events:\n  1\n  1");
  }

  @Test
  void exceptionOfAStepIsReportedAsAViolationWithItsStackTrace() {
    Exploration<Integer, Integer> found = Explorer.of(new Counter(here -> here == 3)).explore(100);
    assertThat(found.counterexample().orElseThrow().events()).containsExactly(3, 1);
    assertThatThrownBy(found::orThrow)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith(
            "the step throws java.lang.IllegalStateException: no such number, in")
        .hasRootCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void assertionErrorOfACheckIsReportedAsAViolation() {
    Exploration<Integer, Integer> found =
        explorer
            .checking(
                step -> {
                  assertThat(step.after()).as("the number").isLessThan(2);
                  return Optional.empty();
                })
            .explore(100);
    assertThat(found.counterexample().orElseThrow().what()).contains("[the number]");
    assertThat(found.counterexample().orElseThrow().thrown()).isPresent();
  }

  @Test
  void firstFailingCheckIsReported() {
    Exploration<Integer, Integer> found =
        explorer
            .checking(step -> step.event() == 3 ? Optional.of("first") : Optional.empty())
            .checking(step -> step.event() == 3 ? Optional.of("second") : Optional.empty())
            .explore(100);
    assertThat(found.counterexample().orElseThrow().what()).isEqualTo("first");
  }

  @Test
  void explorationFailsWhenItsStoreIsNotEmptyOrSkipsNumbers() {
    Store<Integer> used = Store.byEquality();
    used.add(7);
    assertThatThrownBy(() -> explorer.storedIn(() -> used).explore(100))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("an exploration needs an empty store, but this store has configurations");
    assertThatThrownBy(() -> explorer.storedIn(SkippingStore::new).explore(100))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a store must number configurations in the order in which they are found");
  }

  /** A store that skips numbers. */
  private static final class SkippingStore implements Store<Integer> {
    @Override
    public int size() {
      return 100;
    }

    @Override
    public int add(Integer number) {
      return 2 * number;
    }

    @Override
    public Integer get(int number) {
      return number / 2;
    }
  }
}
