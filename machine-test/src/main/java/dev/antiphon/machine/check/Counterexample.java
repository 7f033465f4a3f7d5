package dev.antiphon.machine.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a property is broken.
 *
 * @param what what is wrong
 * @param where the configuration in which the last event breaks it, or in which a world remains
 * @param events a shortest list of events that leads there, from the first configuration on
 * @param thrown what was thrown, if it is broken by that
 * @param <E> events
 */
public record Counterexample<E>(
    String what, String where, List<E> events, Optional<Throwable> thrown) {

  /** Takes a copy of the events. */
  public Counterexample {
    events = List.copyOf(events);
  }

  /** The same for people: what, where, and the events one below the other. */
  @Override
  public String toString() {
    String sentence = what.endsWith(where) ? what : what + ", in " + where;
    return events.stream()
        .map(event -> "\n  " + event)
        .collect(Collectors.joining("", sentence + ", by:", ""));
  }
}
