package dev.antiphon.machine.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.machine.Row;
import dev.antiphon.machine.check.RandomMachine.BitGuard;
import dev.antiphon.machine.check.RandomMachine.Line;
import dev.antiphon.machine.check.RandomMachine.MemoryAction;
import dev.antiphon.machine.check.RandomMachine.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The explorer finds the same configurations as a simple second implementation, by shortest paths.
 */
class ExplorerPropertiesTest {
  private static final int ALL = 10_000;

  @Provide
  Arbitrary<RandomMachine> machines() {
    return RandomMachine.any();
  }

  @Provide
  Arbitrary<Choices> choiceLists() {
    return RandomMachine.choiceLists();
  }

  @Property
  void allReachableConfigurationsAreFoundWithTheirShortestPaths(
      @ForAll("machines") RandomMachine machine) {
    NaiveMachine naive = new NaiveMachine(machine);
    Map<StateAndMemory<Node, Integer>, Integer> distances = naive.distances();
    for (Supplier<Store<StateAndMemory<Node, Integer>>> store : stores(machine)) {
      Exploration<StateAndMemory<Node, Integer>, Line> found =
          Explorer.of(machine.model()).storedIn(store).explore(ALL).orThrow();
      assertThat(found.isComplete()).isTrue();
      assertThat(configurations(found)).hasSize(found.size()).isEqualTo(naive.reachable());
      assertThat(found.depth())
          .isEqualTo(distances.values().stream().mapToInt(d -> d).max().getAsInt());
      for (int number = 0; number < found.size(); number++) {
        List<Line> path = found.pathTo(number);
        assertThat(path).hasSize(distances.get(found.configuration(number)));
        assertThat(naive.follow(path)).isEqualTo(found.configuration(number));
      }
    }
  }

  @Property
  void everyEventIsTriedOnceInEachConfigurationAndItsRowIsCounted(
      @ForAll("machines") RandomMachine machine) {
    NaiveMachine naive = new NaiveMachine(machine);
    Map<String, Long> rows = new HashMap<>();
    for (StateAndMemory<Node, Integer> here : naive.reachable()) {
      for (Line kind : machine.kinds()) {
        rows.merge(naive.row(here, kind).id(), 1L, Long::sum);
      }
    }
    Exploration<StateAndMemory<Node, Integer>, Line> found =
        Explorer.of(machine.model()).explore(ALL);
    assertThat(found.rows().counts()).isEqualTo(rows);
    assertThat(found.steps()).isEqualTo(rows.values().stream().mapToLong(count -> count).sum());
    assertThat(found.lateEvents()).isZero();
  }

  /** A violation is planted in the steps of one event from or to one configuration. */
  @Property
  void plantedViolationIsReportedWithAShortestPath(@ForAll("choiceLists") Choices choices) {
    RandomMachine machine = RandomMachine.of(choices);
    NaiveMachine naive = new NaiveMachine(machine);
    Map<StateAndMemory<Node, Integer>, Integer> distances = naive.distances();
    Line event = choices.one(machine.kinds());
    StateAndMemory<Node, Integer> from = anyConfiguration(choices, machine);
    StateAndMemory<Node, Integer> to = anyConfiguration(choices, machine);
    boolean anywhere = choices.chance(5);
    Check<StateAndMemory<Node, Integer>, Line, Row<Node, Line, BitGuard, MemoryAction>> check =
        step ->
            step.event().equals(event)
                    && (anywhere || step.before().equals(from))
                    && step.after().equals(to)
                ? Optional.of("planted")
                : Optional.empty();
    OptionalInt shortest =
        distances.keySet().stream()
            .filter(here -> anywhere || here.equals(from))
            .filter(here -> naive.step(here, event).equals(to))
            .mapToInt(here -> distances.get(here) + 1)
            .min();
    Optional<Counterexample<Line>> found =
        Explorer.of(machine.model()).checking(check).explore(ALL).counterexample();
    assertThat(found.isPresent()).isEqualTo(shortest.isPresent());
    if (found.isPresent()) {
      List<Line> events = found.get().events();
      StateAndMemory<Node, Integer> last = naive.follow(events.subList(0, events.size() - 1));
      assertThat(found.get().what()).isEqualTo("planted");
      assertThat(found.get().where()).isEqualTo(machine.model().describe(last));
      assertThat(events).hasSize(shortest.getAsInt()).last().isEqualTo(event);
      assertThat(naive.step(last, event)).isEqualTo(to);
      assertThat(anywhere || last.equals(from)).isTrue();
    }
  }

  @Property
  void rankingReportsACounterexampleIfAndOnlyIfAStepViolatesTheRanking(
      @ForAll("choiceLists") Choices choices) {
    RandomMachine machine = RandomMachine.of(choices);
    NaiveMachine naive = new NaiveMachine(machine);
    Map<StateAndMemory<Node, Integer>, Long> ranks = new HashMap<>();
    naive.reachable().forEach(here -> ranks.put(here, (long) choices.below(3)));
    Set<Line> bound = choices.some(machine.kinds());
    Set<Line> lowering = choices.chance(3) ? choices.some(machine.kinds()) : Set.of();
    boolean broken = false;
    for (StateAndMemory<Node, Integer> here : naive.reachable()) {
      for (Line kind : bound) {
        long change = ranks.get(naive.step(here, kind)) - ranks.get(here);
        broken |= change > 0 || change == 0 && lowering.contains(kind);
      }
    }
    Ranking<StateAndMemory<Node, Integer>, Line, Row<Node, Line, BitGuard, MemoryAction>> ranking =
        new Ranking<>(
            "rank",
            ranks::get,
            step -> bound.contains(step.event()),
            step -> lowering.contains(step.event()));
    assertThat(
            Explorer.of(machine.model())
                .checking(ranking)
                .explore(ALL)
                .counterexample()
                .isPresent())
        .isEqualTo(broken);
  }

  /** Memories grow forever, but memories with the same remainder behave equally. */
  @Property
  void equivalentConfigurationsAreExploredOnce(@ForAll("machines") RandomMachine machine) {
    NaiveMachine naive = new NaiveMachine(machine);
    int modulus = machine.modulus();
    TableModel<Node, Line, BitGuard, MemoryAction, Integer> growing =
        TableModel.of(
            machine.table(),
            machine.first(),
            (guard, memory) -> guard.holds(memory % modulus),
            (action, memory) ->
                action.of(memory % modulus, modulus) + modulus * (memory / modulus + 1));
    Exploration<StateAndMemory<Node, Integer>, Line> found =
        Explorer.of(growing)
            .storedIn(() -> Store.by(here -> canonical(here, modulus)))
            .explore(ALL)
            .orThrow();
    Set<StateAndMemory<Node, Integer>> canonical = new HashSet<>();
    configurations(found).forEach(here -> canonical.add(canonical(here, modulus)));
    assertThat(canonical).hasSize(found.size()).isEqualTo(naive.reachable());
  }

  @Property
  void explorationIsIncompleteWhenTheLimitIsReached(@ForAll("choiceLists") Choices choices) {
    RandomMachine machine = RandomMachine.of(choices);
    int all = new NaiveMachine(machine).reachable().size();
    int most = choices.below(all + 2);
    Exploration<StateAndMemory<Node, Integer>, Line> found =
        Explorer.of(machine.model())
            .eventually(Liveness.restricted("nothing", event -> false, here -> true))
            .explore(most);
    assertThat(found.isComplete()).isEqualTo(most >= all);
    assertThat(found.steps()).isEqualTo((long) Math.min(most, all) * machine.kinds().size());
    assertThat(found.longest("nothing").isPresent()).isEqualTo(most >= all);
  }

  /** Some events are late in some states. */
  @Property
  void lateEventsAreTriedAndAChangeOfTheConfigurationIsReported(
      @ForAll("choiceLists") Choices choices) {
    RandomMachine machine = RandomMachine.of(choices);
    NaiveMachine naive = new NaiveMachine(machine);
    Set<Node> states = choices.some(machine.states());
    Set<Line> late = choices.some(machine.kinds());
    Set<StateAndMemory<Node, Integer>> seen = new HashSet<>();
    boolean broken =
        lateEventChangesTheConfiguration(
            naive, machine, new Past(states, late), machine.first(), seen);
    Exploration<StateAndMemory<Node, Integer>, Line> found =
        Explorer.of(new WithPast(machine.model(), new Past(states, late))).explore(ALL);
    assertThat(found.counterexample().isPresent()).isEqualTo(broken);
    if (!broken) {
      assertThat(configurations(found)).isEqualTo(seen);
      assertThat(found.steps() + found.lateEvents())
          .isEqualTo((long) seen.size() * machine.kinds().size());
      assertThat(found.lateEvents())
          .isEqualTo(
              seen.stream().filter(here -> states.contains(here.state())).count() * late.size());
    }
  }

  private record Past(Set<Node> states, Set<Line> events) {
    boolean has(StateAndMemory<Node, Integer> here, Line event) {
      return states.contains(here.state()) && events.contains(event);
    }
  }

  private static boolean lateEventChangesTheConfiguration(
      NaiveMachine naive,
      RandomMachine machine,
      Past past,
      StateAndMemory<Node, Integer> here,
      Set<StateAndMemory<Node, Integer>> seen) {
    boolean leaves = false;
    if (seen.add(here)) {
      for (Line kind : machine.kinds()) {
        StateAndMemory<Node, Integer> there = naive.step(here, kind);
        leaves |=
            past.has(here, kind)
                ? !there.equals(here)
                : lateEventChangesTheConfiguration(naive, machine, past, there, seen);
      }
    }
    return leaves;
  }

  /** The machine in an environment that repeats late events. */
  private record WithPast(TableModel<Node, Line, BitGuard, MemoryAction, Integer> model, Past past)
      implements Model<
          StateAndMemory<Node, Integer>, Line, Row<Node, Line, BitGuard, MemoryAction>> {
    @Override
    public StateAndMemory<Node, Integer> first() {
      return model.first();
    }

    @Override
    public List<Line> events(StateAndMemory<Node, Integer> here) {
      return model.events(here);
    }

    @Override
    public boolean isLate(StateAndMemory<Node, Integer> here, Line event) {
      return past.has(here, event);
    }

    @Override
    public Row<Node, Line, BitGuard, MemoryAction> decide(
        StateAndMemory<Node, Integer> here, Line event) {
      return model.decide(here, event);
    }

    @Override
    public StateAndMemory<Node, Integer> after(
        StateAndMemory<Node, Integer> here,
        Line event,
        Row<Node, Line, BitGuard, MemoryAction> decision) {
      return model.after(here, event, decision);
    }

    @Override
    public String row(Row<Node, Line, BitGuard, MemoryAction> decision) {
      return model.row(decision);
    }
  }

  private static StateAndMemory<Node, Integer> anyConfiguration(
      Choices choices, RandomMachine machine) {
    return new StateAndMemory<>(choices.one(machine.states()), choices.below(machine.modulus()));
  }

  private static StateAndMemory<Node, Integer> canonical(
      StateAndMemory<Node, Integer> here, int modulus) {
    return new StateAndMemory<>(here.state(), here.memory() % modulus);
  }

  private static Set<StateAndMemory<Node, Integer>> configurations(
      Exploration<StateAndMemory<Node, Integer>, Line> found) {
    Set<StateAndMemory<Node, Integer>> configurations = new HashSet<>();
    IntStream.range(0, found.size()).mapToObj(found::configuration).forEach(configurations::add);
    return configurations;
  }

  private static List<Supplier<Store<StateAndMemory<Node, Integer>>>> stores(
      RandomMachine machine) {
    return List.of(Store::byEquality, () -> new Packed(machine.states()));
  }

  /** A store with the state in the first word and the memory in the second word. */
  private static final class Packed extends PackedStore<StateAndMemory<Node, Integer>> {
    private final Interner<Node> pool = new Interner<>(6);
    private final List<Node> states;

    Packed(List<Node> states) {
      this.states = states;
      states.forEach(pool::number);
    }

    @Override
    public int add(StateAndMemory<Node, Integer> place) {
      return add(pool.put(1, place.state()), place.memory());
    }

    @Override
    public StateAndMemory<Node, Integer> get(int number) {
      Node state = pool.get(high(number));
      assertThat(states).contains(state);
      return new StateAndMemory<>(state, (int) low(number));
    }
  }
}
