package dev.antiphon.machine.check;

import java.util.function.Function;

/**
 * Configurations, numbered in the order in which they were found. What behaves alike is one: it has
 * one canonical form, and one number.
 *
 * <p>Not safe for several threads.
 *
 * @param <C> configurations
 */
public interface Store<C> {

  /** How many there are; the number of the next one. */
  int size();

  /** The number of that configuration; {@link #size} as it was before, if it is a new one. */
  int add(C configuration);

  /** A configuration of that number. It may be another one that behaves alike. */
  C get(int number);

  /** A store in which only what is equal is one. */
  static <C> Store<C> byEquality() {
    return new KeyedStore<>(Function.identity());
  }

  /**
   * A store in which all that has an equal canonical form is one. The first that was found is kept
   * for all of them.
   *
   * @param canonical what of a configuration can make a difference to what follows, with {@code
   *     equals} and {@code hashCode}; see {@link Renaming}
   */
  static <C> Store<C> by(Function<? super C, ?> canonical) {
    return new KeyedStore<>(canonical);
  }
}
