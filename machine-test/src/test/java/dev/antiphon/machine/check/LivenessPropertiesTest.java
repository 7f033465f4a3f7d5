package dev.antiphon.machine.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.machine.check.RandomMachine.Line;
import dev.antiphon.machine.check.RandomMachine.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;

/** Liveness is checked like in a simple second implementation. */
class LivenessPropertiesTest {
  private static final int ALL = 10_000;
  private static final String ENVIRONMENT = "this environment";

  @Provide
  Arbitrary<Choices> choiceLists() {
    return RandomMachine.choiceLists();
  }

  @Property
  @StatisticsReport(onFailureOnly = true)
  void restrictedLivenessGivesTheSameResultAsASimpleImplementation(
      @ForAll("choiceLists") Choices choices) {
    RandomMachine machine = RandomMachine.of(choices);
    Set<Line> silent = new HashSet<>(choices.some(machine.kinds()));
    LivenessCase livenessCase =
        new LivenessCase(machine, (here, kind) -> silent.contains(kind), choices);
    livenessCase.compare(
        Liveness.restricted(ENVIRONMENT, silent::contains, livenessCase.goals::contains));
  }

  @Property
  @StatisticsReport(onFailureOnly = true)
  void cooperativeLivenessGivesTheSameResultAsASimpleImplementation(
      @ForAll("choiceLists") Choices choices) {
    RandomMachine machine = RandomMachine.of(choices);
    Map<StateAndMemory<Node, Integer>, Optional<Line>> next = new HashMap<>();
    for (StateAndMemory<Node, Integer> here : new NaiveMachine(machine).reachable()) {
      next.put(
          here, choices.chance(9) ? Optional.of(choices.one(machine.kinds())) : Optional.empty());
    }
    LivenessCase livenessCase =
        new LivenessCase(
            machine, (here, kind) -> next.get(here).equals(Optional.of(kind)), choices);
    livenessCase.compare(
        Liveness.cooperative(ENVIRONMENT, next::get, livenessCase.goals::contains));
  }

  /** A machine with an environment, goals and start configurations. */
  private static final class LivenessCase {
    private final RandomMachine machine;
    private final NaiveMachine naive;
    private final NaiveMachine.Environment environment;
    private final Set<StateAndMemory<Node, Integer>> goals = new HashSet<>();
    private final Set<StateAndMemory<Node, Integer>> starts = new HashSet<>();

    LivenessCase(RandomMachine machine, NaiveMachine.Environment environment, Choices choices) {
      this.machine = machine;
      this.naive = new NaiveMachine(machine);
      this.environment = environment;
      int often = choices.below(9);
      for (StateAndMemory<Node, Integer> here : naive.reachable()) {
        if (choices.chance(often)) {
          goals.add(here);
        }
        if (!choices.chance(3)) {
          starts.add(here);
        }
      }
    }

    void compare(Liveness<StateAndMemory<Node, Integer>, Line> liveness) {
      Map<StateAndMemory<Node, Integer>, Integer> longest = naive.longestPaths(environment, goals);
      Exploration<StateAndMemory<Node, Integer>, Line> found =
          Explorer.of(machine.model()).eventually(liveness.from(starts::contains)).explore(ALL);
      boolean lives = longest.keySet().containsAll(starts);
      assertThat(found.counterexample().isEmpty()).isEqualTo(lives);
      if (lives) {
        assertThat(found.longest(ENVIRONMENT))
            .contains(starts.stream().mapToInt(longest::get).max().orElse(0));
      } else {
        assertThat(found.longest(ENVIRONMENT)).isEmpty();
        assertIsCounterexample(found.counterexample().orElseThrow());
      }
      Statistics.collect(lives);
      Statistics.coverage(
          coverage -> {
            coverage.check(true).percentage(share -> share > 10);
            coverage.check(false).percentage(share -> share > 10);
          });
    }

    /** Checks that the counterexample ends in a configuration without steps, or in a loop. */
    private void assertIsCounterexample(Counterexample<Line> broken) {
      List<StateAndMemory<Node, Integer>> way = new ArrayList<>(List.of(machine.first()));
      for (Line event : broken.events()) {
        way.add(naive.step(way.get(way.size() - 1), event));
      }
      StateAndMemory<Node, Integer> end = way.get(way.size() - 1);
      assertThat(broken.where()).isEqualTo(machine.model().describe(end));
      assertThat(goals).doesNotContain(end);
      if (broken.what().startsWith(ENVIRONMENT + " gets stuck in ")) {
        assertThat(naive.successors(end, environment)).isEmpty();
        assertStarts(way, broken.events(), way.size() - 1);
      } else {
        assertThat(broken.what()).startsWith(ENVIRONMENT + " can loop forever at ");
        int before = way.subList(0, way.size() - 1).lastIndexOf(end);
        assertThat(before).isNotNegative();
        assertStarts(way, broken.events(), before);
        assertInTheEnvironment(way, broken.events(), before);
      }
    }

    /**
     * Checks that a start configuration is on the path, and that all later steps belong to the
     * environment.
     */
    private void assertStarts(
        List<StateAndMemory<Node, Integer>> way, List<Line> events, int last) {
      int begin = last;
      while (!starts.contains(way.get(begin))) {
        begin--;
        assertThat(begin).isNotNegative();
      }
      assertInTheEnvironment(way, events, begin);
    }

    private void assertInTheEnvironment(
        List<StateAndMemory<Node, Integer>> way, List<Line> events, int begin) {
      for (int i = begin; i < events.size(); i++) {
        assertThat(environment.happens(way.get(i), events.get(i))).isTrue();
        assertThat(goals).doesNotContain(way.get(i));
      }
    }
  }
}
