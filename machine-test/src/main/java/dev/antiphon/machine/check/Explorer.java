package dev.antiphon.machine.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A model checker: tries every event in every configuration that can be reached, breadth first, to
 * the fixpoint. Every step is held to each {@link Check}, the whole to each {@link Liveness}. What
 * breaks a property is shown by a shortest list of events.
 *
 * <pre>{@code
 * Explorer.of(model).checking(rule).eventually(liveness).explore(1_000_000).orThrow();
 * }</pre>
 *
 * <p>Immutable: each method that adds something gives another explorer. A step costs little more
 * than the model and the checks do; a configuration costs what its {@link Store} keeps, and some
 * bytes.
 *
 * @param <C> configurations
 * @param <E> events
 * @param <D> decisions
 */
public final class Explorer<C, E, D> {
  private final Model<C, E, D> model;
  private final Supplier<? extends Store<C>> store;
  private final List<Check<C, E, D>> checks;
  private final List<Liveness<C, E>> worlds;

  private Explorer(
      Model<C, E, D> model,
      Supplier<? extends Store<C>> store,
      List<Check<C, E, D>> checks,
      List<Liveness<C, E>> worlds) {
    this.model = model;
    this.store = store;
    this.checks = checks;
    this.worlds = worlds;
  }

  /** An explorer that keeps configurations by their equality, and checks that no step throws. */
  public static <C, E, D> Explorer<C, E, D> of(Model<C, E, D> model) {
    return new Explorer<>(model, Store::byEquality, List.of(), List.of());
  }

  /**
   * The same with another store.
   *
   * @param empty makes an empty store for each exploration
   */
  public Explorer<C, E, D> storedIn(Supplier<? extends Store<C>> empty) {
    return new Explorer<>(model, empty, checks, worlds);
  }

  /** The same, which holds every step to this, too. The first check that complains is reported. */
  public Explorer<C, E, D> checking(Check<C, E, D> check) {
    return new Explorer<>(model, store, with(checks, check), worlds);
  }

  /** The same, which asks this of all configurations in the end. */
  public Explorer<C, E, D> eventually(Liveness<C, E> liveness) {
    return new Explorer<>(model, store, checks, with(worlds, liveness));
  }

  /**
   * Explores everything. If there is more than the bound, the exploration is not complete, and what
   * must come in the end remains open.
   *
   * @param most how many configurations are expanded
   * @return what was found; it has a counterexample if a property is broken
   */
  public Exploration<C, E> explore(int most) {
    return new Search<>(model, store.get(), checks, worlds).explore(most);
  }

  private static <T> List<T> with(List<T> some, T one) {
    List<T> more = new ArrayList<>(some);
    more.add(one);
    return List.copyOf(more);
  }
}
