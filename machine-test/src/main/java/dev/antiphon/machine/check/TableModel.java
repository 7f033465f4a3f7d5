package dev.antiphon.machine.check;

import dev.antiphon.machine.Kind;
import dev.antiphon.machine.Row;
import dev.antiphon.machine.State;
import dev.antiphon.machine.Table;
import dev.antiphon.machine.Titled;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * A table as a {@link Model}: guards ask a memory, actions give a new one, and events carry no
 * data. Unless it is told otherwise, everything can happen everywhere.
 *
 * @param <S> the states
 * @param <K> the kinds of events
 * @param <G> the guards
 * @param <A> the actions
 * @param <M> the memories, with {@code equals} and {@code hashCode}
 */
public final class TableModel<
        S extends State, K extends Kind, G extends Titled, A extends Titled, M>
    implements Model<Place<S, M>, K, Row<S, K, G, A>> {
  private final Table<S, K, G, A> table;
  private final Rules<S, K, G, A, M> rules;
  private final Place<S, M> first;
  private final BiPredicate<? super G, ? super M> guards;
  private final BiFunction<? super A, ? super M, ? extends M> actions;
  private final BiPredicate<? super Place<S, M>, ? super K> world;

  /** What is decided. */
  private record Situation<S, K, M>(Place<S, M> here, K event) {}

  /** Which row is taken. */
  @FunctionalInterface
  private interface Rules<S extends State, K extends Kind, G extends Titled, A extends Titled, M> {
    Row<S, K, G, A> decide(Situation<S, K, M> now);
  }

  private TableModel(
      Table<S, K, G, A> table,
      Optional<Rules<S, K, G, A, M>> rules,
      Place<S, M> first,
      BiPredicate<? super G, ? super M> guards,
      BiFunction<? super A, ? super M, ? extends M> actions,
      BiPredicate<? super Place<S, M>, ? super K> world) {
    this.table = table;
    this.first = first;
    this.guards = guards;
    this.actions = actions;
    this.world = world;
    this.rules = rules.orElse(now -> choose(table, now));
  }

  /**
   * A model of that table.
   *
   * @param first where it begins
   * @param guards whether a guard holds for a memory
   * @param actions what an action makes of a memory
   */
  public static <S extends State, K extends Kind, G extends Titled, A extends Titled, M>
      TableModel<S, K, G, A, M> of(
          Table<S, K, G, A> table,
          Place<S, M> first,
          BiPredicate<? super G, ? super M> guards,
          BiFunction<? super A, ? super M, ? extends M> actions) {
    return new TableModel<>(table, Optional.empty(), first, guards, actions, (place, kind) -> true);
  }

  /** The same in a world that can do only this. */
  public TableModel<S, K, G, A, M> inAWorld(BiPredicate<? super Place<S, M>, ? super K> possible) {
    return new TableModel<>(table, Optional.of(rules), first, guards, actions, possible);
  }

  /** The same with a slip in it. */
  public TableModel<S, K, G, A, M> with(Mutant<S, K, G, A> mutant) {
    Function<Situation<S, K, M>, Row<S, K, G, A>> changed =
        mutant.in(other -> now -> choose(other, now), Row::id);
    return new TableModel<>(table, Optional.of(changed::apply), first, guards, actions, world);
  }

  @Override
  public Place<S, M> first() {
    return first;
  }

  @Override
  public List<K> events(Place<S, M> here) {
    return table.kinds().stream().filter(kind -> world.test(here, kind)).toList();
  }

  @Override
  public Row<S, K, G, A> decide(Place<S, M> here, K event) {
    return rules.decide(new Situation<>(here, event));
  }

  private Row<S, K, G, A> choose(Table<S, K, G, A> among, Situation<S, K, M> now) {
    M memory = now.here().memory();
    return among.choose(now.here().state(), now.event(), guard -> guards.test(guard, memory));
  }

  @Override
  public Place<S, M> after(Place<S, M> here, K event, Row<S, K, G, A> row) {
    M memory = here.memory();
    for (A action : row.actions()) {
      memory = actions.apply(action, memory);
    }
    return new Place<>(row.target(here.state()), memory);
  }

  @Override
  public String row(Row<S, K, G, A> decision) {
    return decision.id();
  }

  @Override
  public String describe(Place<S, M> here) {
    return here.state().title() + " with " + here.memory();
  }
}
