package dev.antiphon.spi;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import java.util.Objects;

/**
 * A row of the flow's table that changes the state.
 *
 * @param row the id of the row, such as {@code C4.ID.1}; unique in the table
 * @param from the state in which it can be taken
 * @param event the kind of event that it answers
 * @param to the state that it leads to; may be {@code from}, which is then left and entered anew
 */
public record FlowTransition(String row, VoiceState from, EventKind event, VoiceState to) {

  /** Checks that nothing is missing. */
  public FlowTransition {
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(event, "event");
    Objects.requireNonNull(to, "to");
  }
}
