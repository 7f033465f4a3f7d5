package dev.antiphon.machine.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A list of events that breaks a property.
 *
 * @param what the description of the failure
 * @param where the configuration in which the last event breaks the property, or in which the
 *     machine gets stuck
 * @param events the events from the first configuration on; for a {@link Check}, a shortest list
 * @param thrown the exception or error, if one was thrown
 * @param <E> events
 */
public record Counterexample<E>(
    String what, String where, List<E> events, Optional<Throwable> thrown) {

  /** Copies the events. */
  public Counterexample {
    events = List.copyOf(events);
  }

  /** The counterexample as text: the description, the configuration, and one event per line. */
  @Override
  public String toString() {
    String sentence = what.endsWith(where) ? what : what + ", in " + where;
    return events.stream()
        .map(event -> "\n  " + event)
        .collect(Collectors.joining("", sentence + ", events:", ""));
  }
}
