package dev.antiphon.statemachine.audit;

import dev.antiphon.statemachine.flow.EventKind;
import dev.antiphon.statemachine.flow.Origin;
import dev.antiphon.statemachine.flow.Reason;
import dev.antiphon.statemachine.flow.VoiceState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A change of state that happened. (A {@code Row} is a line of the table; this is one taking of
 * it.)
 *
 * @param connectionId the connection; unique in the process
 * @param sequence counts the transitions of the connection from 1
 * @param at wall-clock time
 * @param inFrom how long the connection was in {@code from}, on the monotonic clock
 * @param guildId the guild
 * @param channelId the channel that is wanted
 * @param from the state before
 * @param event the kind of event
 * @param row the id of the row taken
 * @param to the state afterwards
 * @param reason why {@code to} was entered, where it has reasons
 * @param origin what triggered it: a close code, a timer, a failure, or the event itself
 * @param effects the names of the effects, in order
 * @param generation the number of the WebSocket dial that was the last one
 * @param delay how long the state entered waits before the next attempt, where it does
 * @param audio whether audio may flow afterwards
 */
public record Transition(
    String connectionId,
    long sequence,
    Instant at,
    Duration inFrom,
    long guildId,
    OptionalLong channelId,
    VoiceState from,
    EventKind event,
    String row,
    VoiceState to,
    Optional<Reason> reason,
    Origin origin,
    List<String> effects,
    int generation,
    Optional<Duration> delay,
    boolean audio) {

  /** Takes a copy of the effects. */
  public Transition {
    effects = List.copyOf(effects);
  }

  /** The transition as one JSON object on one line, without a line break. */
  public String toJson() {
    return TransitionJson.write(this);
  }
}
