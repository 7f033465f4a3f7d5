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
 * A {@link Model} of a table. Guards read a memory (the data that the machine stores in addition to
 * its state), actions return a new memory, and events carry no data. By default every event is
 * possible in every configuration.
 *
 * @param <S> the states
 * @param <K> the kinds of events
 * @param <G> the guards
 * @param <A> the actions
 * @param <M> the memories, with {@code equals} and {@code hashCode}
 */
public final class TableModel<
        S extends State, K extends Kind, G extends Titled, A extends Titled, M>
    implements Model<StateAndMemory<S, M>, K, Row<S, K, G, A>> {
  private final Table<S, K, G, A> table;
  private final Rules<S, K, G, A, M> rules;
  private final StateAndMemory<S, M> first;
  private final BiPredicate<? super G, ? super M> guards;
  private final BiFunction<? super A, ? super M, ? extends M> actions;
  private final BiPredicate<? super StateAndMemory<S, M>, ? super K> environment;

  /** The input of a decision. */
  private record Situation<S, K, M>(StateAndMemory<S, M> here, K event) {}

  /** Chooses the row to take. */
  @FunctionalInterface
  private interface Rules<S extends State, K extends Kind, G extends Titled, A extends Titled, M> {
    Row<S, K, G, A> decide(Situation<S, K, M> now);
  }

  private TableModel(
      Table<S, K, G, A> table,
      Optional<Rules<S, K, G, A, M>> rules,
      StateAndMemory<S, M> first,
      BiPredicate<? super G, ? super M> guards,
      BiFunction<? super A, ? super M, ? extends M> actions,
      BiPredicate<? super StateAndMemory<S, M>, ? super K> environment) {
    this.table = table;
    this.first = first;
    this.guards = guards;
    this.actions = actions;
    this.environment = environment;
    this.rules = rules.orElse(now -> choose(table, now));
  }

  /**
   * Creates a model of this table.
   *
   * @param first the first configuration
   * @param guards tests whether a guard holds for a memory
   * @param actions gives the new memory after an action
   */
  public static <S extends State, K extends Kind, G extends Titled, A extends Titled, M>
      TableModel<S, K, G, A, M> of(
          Table<S, K, G, A> table,
          StateAndMemory<S, M> first,
          BiPredicate<? super G, ? super M> guards,
          BiFunction<? super A, ? super M, ? extends M> actions) {
    return new TableModel<>(table, Optional.empty(), first, guards, actions, (place, kind) -> true);
  }

  /**
   * Returns this model with other possible events.
   *
   * @param possible tests whether an event is possible in a configuration
   */
  public TableModel<S, K, G, A, M> withEvents(
      BiPredicate<? super StateAndMemory<S, M>, ? super K> possible) {
    return new TableModel<>(table, Optional.of(rules), first, guards, actions, possible);
  }

  /** Returns this model with the defect of a mutant. */
  public TableModel<S, K, G, A, M> with(Mutant<S, K, G, A> mutant) {
    Function<Situation<S, K, M>, Row<S, K, G, A>> changed =
        mutant.in(other -> now -> choose(other, now), Row::id);
    return new TableModel<>(
        table, Optional.of(changed::apply), first, guards, actions, environment);
  }

  @Override
  public StateAndMemory<S, M> first() {
    return first;
  }

  @Override
  public List<K> events(StateAndMemory<S, M> here) {
    return table.kinds().stream().filter(kind -> environment.test(here, kind)).toList();
  }

  @Override
  public Row<S, K, G, A> decide(StateAndMemory<S, M> here, K event) {
    return rules.decide(new Situation<>(here, event));
  }

  private Row<S, K, G, A> choose(Table<S, K, G, A> among, Situation<S, K, M> now) {
    M memory = now.here().memory();
    return among.choose(now.here().state(), now.event(), guard -> guards.test(guard, memory));
  }

  @Override
  public StateAndMemory<S, M> after(StateAndMemory<S, M> here, K event, Row<S, K, G, A> row) {
    M memory = here.memory();
    for (A action : row.actions()) {
      memory = actions.apply(action, memory);
    }
    return new StateAndMemory<>(row.target(here.state()), memory);
  }

  @Override
  public String row(Row<S, K, G, A> decision) {
    return decision.id();
  }

  @Override
  public String describe(StateAndMemory<S, M> here) {
    return here.state().title() + " with memory " + here.memory();
  }
}
