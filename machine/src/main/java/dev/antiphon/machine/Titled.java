package dev.antiphon.machine;

import java.util.Locale;

/** Something that a table shows to people by name: a state, a kind of event, a guard, an action. */
public interface Titled {

  /**
   * The name that people read, in a few words. Unless it is said otherwise, the name of the
   * constant in lower case: {@code RETRY_LEFT} is {@code retry left}.
   */
  default String title() {
    return toString().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
