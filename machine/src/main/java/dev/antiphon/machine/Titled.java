package dev.antiphon.machine;

import java.util.Locale;

/** An element of a table with a name for people: a state, a kind of event, a guard or an action. */
public interface Titled {

  /**
   * The name for people, in a few words. Default: the name of the constant in lower case, so that
   * {@code RETRY_LEFT} becomes {@code retry left}.
   */
  default String title() {
    return toString().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
