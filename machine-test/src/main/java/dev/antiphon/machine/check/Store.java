package dev.antiphon.machine.check;

import java.util.function.Function;

/**
 * Numbers configurations in the order in which they are found. Configurations that behave equally
 * have the same canonical form (see {@link #by}) and the same number.
 *
 * <p>Not thread-safe.
 *
 * @param <C> configurations
 */
public interface Store<C> {

  /**
   * The count of stored configurations. The next new configuration gets this count as its number,
   * because numbers begin at 0.
   */
  int size();

  /**
   * Adds a configuration if it is new, and returns its number. The number of a new configuration is
   * the {@link #size} before the call.
   */
  int add(C configuration);

  /**
   * A configuration with this number. It can differ from the configuration that was added, but it
   * has the same canonical form.
   */
  C get(int number);

  /** A store that compares configurations with {@code equals}. */
  static <C> Store<C> byEquality() {
    return new KeyedStore<>(Function.identity());
  }

  /**
   * A store that compares the canonical forms of configurations. It keeps the first configuration
   * of each canonical form.
   *
   * @param canonical computes the canonical form: all data of a configuration that can influence
   *     later steps, with {@code equals} and {@code hashCode}; see {@link CanonicalNumbers}
   */
  static <C> Store<C> by(Function<? super C, ?> canonical) {
    return new KeyedStore<>(canonical);
  }
}
