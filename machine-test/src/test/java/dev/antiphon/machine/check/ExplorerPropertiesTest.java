package dev.antiphon.machine.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.machine.Row;
import dev.antiphon.machine.check.MadeUp.Ask;
import dev.antiphon.machine.check.MadeUp.Deed;
import dev.antiphon.machine.check.MadeUp.Line;
import dev.antiphon.machine.check.MadeUp.Node;
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

/** The explorer finds what a second, simple one finds, and the shortest way to it. */
class ExplorerPropertiesTest {
  private static final int ALL = 10_000;

  @Provide
  Arbitrary<MadeUp> machines() {
    return MadeUp.any();
  }

  @Provide
  Arbitrary<Tape> tapes() {
    return MadeUp.tapes();
  }

  @Property
  void everythingThatCanBeReachedIsFoundByAShortestWay(@ForAll("machines") MadeUp machine) {
    Naive naive = new Naive(machine);
    Map<Place<Node, Integer>, Integer> distances = naive.distances();
    for (Supplier<Store<Place<Node, Integer>>> store : stores(machine)) {
      Exploration<Place<Node, Integer>, Line> found =
          Explorer.of(machine.model()).storedIn(store).explore(ALL).orThrow();
      assertThat(found.isComplete()).isTrue();
      assertThat(places(found)).hasSize(found.size()).isEqualTo(naive.reachable());
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
  void everyStepIsTakenOnceAndItsRowIsCounted(@ForAll("machines") MadeUp machine) {
    Naive naive = new Naive(machine);
    Map<String, Long> rows = new HashMap<>();
    for (Place<Node, Integer> here : naive.reachable()) {
      for (Line kind : machine.kinds()) {
        rows.merge(naive.row(here, kind).id(), 1L, Long::sum);
      }
    }
    Exploration<Place<Node, Integer>, Line> found = Explorer.of(machine.model()).explore(ALL);
    assertThat(found.rows().counts()).isEqualTo(rows);
    assertThat(found.steps()).isEqualTo(rows.values().stream().mapToLong(count -> count).sum());
    assertThat(found.lateEvents()).isZero();
  }

  /** A breach is planted in some steps: of some event, from or to some place. */
  @Property
  void aBreachIsFoundIfThereIsOneAndByTheShortestWay(@ForAll("tapes") Tape tape) {
    MadeUp machine = MadeUp.of(tape);
    Naive naive = new Naive(machine);
    Map<Place<Node, Integer>, Integer> distances = naive.distances();
    Line event = tape.one(machine.kinds());
    Place<Node, Integer> from = anyPlace(tape, machine);
    Place<Node, Integer> to = anyPlace(tape, machine);
    boolean anywhere = tape.chance(5);
    Check<Place<Node, Integer>, Line, Row<Node, Line, Ask, Deed>> check =
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
      Place<Node, Integer> last = naive.follow(events.subList(0, events.size() - 1));
      assertThat(found.get().what()).isEqualTo("planted");
      assertThat(found.get().where()).isEqualTo(machine.model().describe(last));
      assertThat(events).hasSize(shortest.getAsInt()).last().isEqualTo(event);
      assertThat(naive.step(last, event)).isEqualTo(to);
      assertThat(anywhere || last.equals(from)).isTrue();
    }
  }

  @Property
  void aRankingIsBrokenIfSomeStepBreaksIt(@ForAll("tapes") Tape tape) {
    MadeUp machine = MadeUp.of(tape);
    Naive naive = new Naive(machine);
    Map<Place<Node, Integer>, Long> ranks = new HashMap<>();
    naive.reachable().forEach(here -> ranks.put(here, (long) tape.below(3)));
    Set<Line> bound = tape.some(machine.kinds());
    Set<Line> lowering = tape.chance(3) ? tape.some(machine.kinds()) : Set.of();
    boolean broken = false;
    for (Place<Node, Integer> here : naive.reachable()) {
      for (Line kind : bound) {
        long change = ranks.get(naive.step(here, kind)) - ranks.get(here);
        broken |= change > 0 || change == 0 && lowering.contains(kind);
      }
    }
    Ranking<Place<Node, Integer>, Line, Row<Node, Line, Ask, Deed>> ranking =
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

  /** Memories grow for ever, but behave alike when they leave the same remainder. */
  @Property
  void whatBehavesAlikeIsExploredOnce(@ForAll("machines") MadeUp machine) {
    Naive naive = new Naive(machine);
    int modulus = machine.modulus();
    TableModel<Node, Line, Ask, Deed, Integer> growing =
        TableModel.of(
            machine.table(),
            machine.first(),
            (ask, memory) -> ask.holds(memory % modulus),
            (deed, memory) ->
                deed.of(memory % modulus, modulus) + modulus * (memory / modulus + 1));
    Exploration<Place<Node, Integer>, Line> found =
        Explorer.of(growing)
            .storedIn(() -> Store.by(here -> canonical(here, modulus)))
            .explore(ALL)
            .orThrow();
    Set<Place<Node, Integer>> canonical = new HashSet<>();
    places(found).forEach(here -> canonical.add(canonical(here, modulus)));
    assertThat(canonical).hasSize(found.size()).isEqualTo(naive.reachable());
  }

  @Property
  void aBoundLeavesTheRestOpen(@ForAll("tapes") Tape tape) {
    MadeUp machine = MadeUp.of(tape);
    int all = new Naive(machine).reachable().size();
    int most = tape.below(all + 2);
    Exploration<Place<Node, Integer>, Line> found =
        Explorer.of(machine.model())
            .eventually(Liveness.silent("nothing", event -> false, here -> true))
            .explore(most);
    assertThat(found.isComplete()).isEqualTo(most >= all);
    assertThat(found.steps()).isEqualTo((long) Math.min(most, all) * machine.kinds().size());
    assertThat(found.longest("nothing").isPresent()).isEqualTo(most >= all);
  }

  /** Some events are of the past in some states. */
  @Property
  void aLateEventIsTriedAndMustLeadNowhere(@ForAll("tapes") Tape tape) {
    MadeUp machine = MadeUp.of(tape);
    Naive naive = new Naive(machine);
    Set<Node> states = tape.some(machine.states());
    Set<Line> late = tape.some(machine.kinds());
    Set<Place<Node, Integer>> seen = new HashSet<>();
    boolean broken =
        leavesByALateEvent(naive, machine, new Past(states, late), machine.first(), seen);
    Exploration<Place<Node, Integer>, Line> found =
        Explorer.of(new WithPast(machine.model(), new Past(states, late))).explore(ALL);
    assertThat(found.counterexample().isPresent()).isEqualTo(broken);
    if (!broken) {
      assertThat(places(found)).isEqualTo(seen);
      assertThat(found.steps() + found.lateEvents())
          .isEqualTo((long) seen.size() * machine.kinds().size());
      assertThat(found.lateEvents())
          .isEqualTo(
              seen.stream().filter(here -> states.contains(here.state())).count() * late.size());
    }
  }

  private record Past(Set<Node> states, Set<Line> events) {
    boolean has(Place<Node, Integer> here, Line event) {
      return states.contains(here.state()) && events.contains(event);
    }
  }

  private static boolean leavesByALateEvent(
      Naive naive,
      MadeUp machine,
      Past past,
      Place<Node, Integer> here,
      Set<Place<Node, Integer>> seen) {
    boolean leaves = false;
    if (seen.add(here)) {
      for (Line kind : machine.kinds()) {
        Place<Node, Integer> there = naive.step(here, kind);
        leaves |=
            past.has(here, kind)
                ? !there.equals(here)
                : leavesByALateEvent(naive, machine, past, there, seen);
      }
    }
    return leaves;
  }

  /** The machine in a world that repeats events of the past. */
  private record WithPast(TableModel<Node, Line, Ask, Deed, Integer> model, Past past)
      implements Model<Place<Node, Integer>, Line, Row<Node, Line, Ask, Deed>> {
    @Override
    public Place<Node, Integer> first() {
      return model.first();
    }

    @Override
    public List<Line> events(Place<Node, Integer> here) {
      return model.events(here);
    }

    @Override
    public boolean isLate(Place<Node, Integer> here, Line event) {
      return past.has(here, event);
    }

    @Override
    public Row<Node, Line, Ask, Deed> decide(Place<Node, Integer> here, Line event) {
      return model.decide(here, event);
    }

    @Override
    public Place<Node, Integer> after(
        Place<Node, Integer> here, Line event, Row<Node, Line, Ask, Deed> decision) {
      return model.after(here, event, decision);
    }

    @Override
    public String row(Row<Node, Line, Ask, Deed> decision) {
      return model.row(decision);
    }
  }

  private static Place<Node, Integer> anyPlace(Tape tape, MadeUp machine) {
    return new Place<>(tape.one(machine.states()), tape.below(machine.modulus()));
  }

  private static Place<Node, Integer> canonical(Place<Node, Integer> here, int modulus) {
    return new Place<>(here.state(), here.memory() % modulus);
  }

  private static Set<Place<Node, Integer>> places(Exploration<Place<Node, Integer>, Line> found) {
    Set<Place<Node, Integer>> places = new HashSet<>();
    IntStream.range(0, found.size()).mapToObj(found::configuration).forEach(places::add);
    return places;
  }

  private static List<Supplier<Store<Place<Node, Integer>>>> stores(MadeUp machine) {
    return List.of(Store::byEquality, () -> new Packed(machine.states()));
  }

  /** The state in one word, the memory in the other. */
  private static final class Packed extends PackedStore<Place<Node, Integer>> {
    private final Pool<Node> pool = new Pool<>(6);
    private final List<Node> states;

    Packed(List<Node> states) {
      this.states = states;
      states.forEach(pool::number);
    }

    @Override
    public int add(Place<Node, Integer> place) {
      return add(pool.put(1, place.state()), place.memory());
    }

    @Override
    public Place<Node, Integer> get(int number) {
      Node state = pool.get(high(number));
      assertThat(states).contains(state);
      return new Place<>(state, (int) low(number));
    }
  }
}
