package dev.antiphon.spi;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import java.util.Objects;

/**
 * A row of the transition table ({@code docs/flow/table.md}) that changes the state.
 *
 * @param row the id of the row, such as {@code C4.ID.1}; unique in the table
 * @param from the state in which the row applies
 * @param event the kind of event that the row handles
 * @param to the state after the transition. If it is equal to {@code from}, this state is left and
 *     entered again
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
