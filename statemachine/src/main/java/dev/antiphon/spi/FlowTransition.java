package dev.antiphon.spi;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import java.util.Objects;

/**
 * A row of the flow's table that changes the state.
 *
 * @param row the id of the row, such as {@code C4.ID.1}; unique in the table
 * @param from the state in which it can be taken
 * @param event the kind of event
 * @param to the state after it; it can be equal to {@code from}, which is then left and entered
 *     again
 */
public record FlowTransition(String row, VoiceState from, EventKind event, VoiceState to) {

  /** Checks that no value is null. */
  public FlowTransition {
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(event, "event");
    Objects.requireNonNull(to, "to");
  }
}
