package dev.antiphon.machine.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A model checker. It tries every event in every reachable configuration, breadth first, until it
 * finds no new configuration. It applies each {@link Check} to every step and each {@link Liveness}
 * to all configurations together. A broken check is reported with a shortest list of events, and a
 * broken liveness property with the events of one path.
 *
 * <pre>{@code
 * Explorer.of(model).checking(rule).eventually(liveness).explore(1_000_000).orThrow();
 * }</pre>
 *
 * <p>Immutable: each method that adds something returns a new explorer. Most of the time is spent
 * in the model and the checks. The explorer needs only some bytes for a configuration in addition
 * to the {@link Store}.
 *
 * @param <C> configurations
 * @param <E> events
 * @param <D> decisions
 */
public final class Explorer<C, E, D> {
  private final Model<C, E, D> model;
  private final Supplier<? extends Store<C>> store;
  private final List<Check<C, E, D>> checks;
  private final List<Liveness<C, E>> environments;

  private Explorer(
      Model<C, E, D> model,
      Supplier<? extends Store<C>> store,
      List<Check<C, E, D>> checks,
      List<Liveness<C, E>> environments) {
    this.model = model;
    this.store = store;
    this.checks = checks;
    this.environments = environments;
  }

  /**
   * Creates an explorer that compares configurations with {@code equals}. It checks that no step
   * throws an exception.
   */
  public static <C, E, D> Explorer<C, E, D> of(Model<C, E, D> model) {
    return new Explorer<>(model, Store::byEquality, List.of(), List.of());
  }

  /**
   * Returns this explorer with another store.
   *
   * @param empty creates an empty store for each exploration
   */
  public Explorer<C, E, D> storedIn(Supplier<? extends Store<C>> empty) {
    return new Explorer<>(model, empty, checks, environments);
  }

  /**
   * Returns this explorer with an additional check of every step. The first check that fails is
   * reported.
   */
  public Explorer<C, E, D> checking(Check<C, E, D> check) {
    return new Explorer<>(model, store, with(checks, check), environments);
  }

  /**
   * Returns this explorer with an additional liveness property. It is checked at the end, on all
   * configurations.
   */
  public Explorer<C, E, D> eventually(Liveness<C, E> liveness) {
    return new Explorer<>(model, store, checks, with(environments, liveness));
  }

  /**
   * Explores all configurations up to a limit. If the limit is reached, the exploration is not
   * complete and liveness is not checked.
   *
   * @param most the largest number of configurations in which the events are tried
   * @return the result; it has a counterexample if a property is broken
   */
  public Exploration<C, E> explore(int most) {
    return new Search<>(model, store.get(), checks, environments).explore(most);
  }

  private static <T> List<T> with(List<T> some, T one) {
    List<T> more = new ArrayList<>(some);
    more.add(one);
    return List.copyOf(more);
  }
}
