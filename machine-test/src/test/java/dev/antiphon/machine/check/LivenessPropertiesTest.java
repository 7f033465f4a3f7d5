package dev.antiphon.machine.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.machine.check.MadeUp.Line;
import dev.antiphon.machine.check.MadeUp.Node;
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

/** What must come in the end comes, or not, as a second, simple implementation says. */
class LivenessPropertiesTest {
  private static final int ALL = 10_000;
  private static final String WORLD = "this world";

  @Provide
  Arbitrary<Tape> tapes() {
    return MadeUp.tapes();
  }

  @Property
  @StatisticsReport(onFailureOnly = true)
  void everyWayOfASilentWorldComesToAGoal(@ForAll("tapes") Tape tape) {
    MadeUp machine = MadeUp.of(tape);
    Set<Line> silent = new HashSet<>(tape.some(machine.kinds()));
    Judged judged = new Judged(machine, (here, kind) -> silent.contains(kind), tape);
    judged.compare(Liveness.silent(WORLD, silent::contains, judged.goals::contains));
  }

  @Property
  @StatisticsReport(onFailureOnly = true)
  void theWayOfAWillingWorldComesToAGoal(@ForAll("tapes") Tape tape) {
    MadeUp machine = MadeUp.of(tape);
    Map<Place<Node, Integer>, Optional<Line>> next = new HashMap<>();
    for (Place<Node, Integer> here : new Naive(machine).reachable()) {
      next.put(here, tape.chance(9) ? Optional.of(tape.one(machine.kinds())) : Optional.empty());
    }
    Judged judged =
        new Judged(machine, (here, kind) -> next.get(here).equals(Optional.of(kind)), tape);
    judged.compare(Liveness.willing(WORLD, next::get, judged.goals::contains));
  }

  /** A machine, a world, goals and starts. */
  private static final class Judged {
    private final MadeUp machine;
    private final Naive naive;
    private final Naive.World world;
    private final Set<Place<Node, Integer>> goals = new HashSet<>();
    private final Set<Place<Node, Integer>> starts = new HashSet<>();

    Judged(MadeUp machine, Naive.World world, Tape tape) {
      this.machine = machine;
      this.naive = new Naive(machine);
      this.world = world;
      int often = tape.below(9);
      for (Place<Node, Integer> here : naive.reachable()) {
        if (tape.chance(often)) {
          goals.add(here);
        }
        if (!tape.chance(3)) {
          starts.add(here);
        }
      }
    }

    void compare(Liveness<Place<Node, Integer>, Line> liveness) {
      Map<Place<Node, Integer>, Integer> longest = naive.longestWays(world, goals);
      Exploration<Place<Node, Integer>, Line> found =
          Explorer.of(machine.model()).eventually(liveness.from(starts::contains)).explore(ALL);
      boolean lives = longest.keySet().containsAll(starts);
      assertThat(found.counterexample().isEmpty()).isEqualTo(lives);
      if (lives) {
        assertThat(found.longest(WORLD))
            .contains(starts.stream().mapToInt(longest::get).max().orElse(0));
      } else {
        assertThat(found.longest(WORLD)).isEmpty();
        assertLeadsAstray(found.counterexample().orElseThrow());
      }
      Statistics.collect(lives);
      Statistics.coverage(
          coverage -> {
            coverage.check(true).percentage(share -> share > 10);
            coverage.check(false).percentage(share -> share > 10);
          });
    }

    /** To where nothing more happens in this world, or round and round in it. */
    private void assertLeadsAstray(Counterexample<Line> broken) {
      List<Place<Node, Integer>> way = new ArrayList<>(List.of(machine.first()));
      for (Line event : broken.events()) {
        way.add(naive.step(way.get(way.size() - 1), event));
      }
      Place<Node, Integer> end = way.get(way.size() - 1);
      assertThat(broken.where()).isEqualTo(machine.model().describe(end));
      assertThat(goals).doesNotContain(end);
      if (broken.what().startsWith(WORLD + " stays in ")) {
        assertThat(naive.successors(end, world)).isEmpty();
        assertStarts(way, broken.events(), way.size() - 1);
      } else {
        assertThat(broken.what()).startsWith(WORLD + " comes again and again to ");
        int before = way.subList(0, way.size() - 1).lastIndexOf(end);
        assertThat(before).isNotNegative();
        assertStarts(way, broken.events(), before);
        assertInTheWorld(way, broken.events(), before);
      }
    }

    /** Somewhere on the way, or where it turns, it begins; from there only the world leads on. */
    private void assertStarts(List<Place<Node, Integer>> way, List<Line> events, int last) {
      int begin = last;
      while (!starts.contains(way.get(begin))) {
        begin--;
        assertThat(begin).isNotNegative();
      }
      assertInTheWorld(way, events, begin);
    }

    private void assertInTheWorld(List<Place<Node, Integer>> way, List<Line> events, int begin) {
      for (int i = begin; i < events.size(); i++) {
        assertThat(world.happens(way.get(i), events.get(i))).isTrue();
        assertThat(goals).doesNotContain(way.get(i));
      }
    }
  }
}
