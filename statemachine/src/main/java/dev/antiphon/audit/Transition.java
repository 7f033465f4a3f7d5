package dev.antiphon.audit;

import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.Substate;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.machine.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The record of one step of a connection: one row of the transition table handled one event. The
 * state can stay the same. The record contains no token, session id or key. The only address in it
 * is the host of the voice server.
 *
 * @param connectionId the connection's id, unique in the process
 * @param sequence counts the steps of the connection from 1, including steps without a change of
 *     state
 * @param at wall-clock time
 * @param nanos monotonic time in nanoseconds; only the difference of two values from one process
 *     has a meaning
 * @param inFrom the time that the connection spent in {@code from}, by the monotonic clock
 * @param guildId the guild's id
 * @param userId the bot's user id
 * @param channelId the target channel
 * @param endpoint the host of the current voice server, without the port
 * @param from the state before the step
 * @param event the kind of the event that was handled
 * @param payload the data of the event as a JSON object. It contains numbers, booleans and names of
 *     constants, but no free text
 * @param row the id of the row of the transition table, such as {@code C4.ID.1}
 * @param outcome how the event was handled
 * @param to the state after the step
 * @param reason the reason of the state {@code to}, if that state has reasons
 * @param trigger the cause of the step: a close code, a timer, a failure, or another event
 * @param effects the executed effects in order: their names with their arguments
 * @param generation the number of the last WebSocket connection attempt
 * @param attempt the number of resumes, rejoins and repeated Identifies since the connection was
 *     last established
 * @param delay the wait before the next attempt, if the state {@code to} is {@link
 *     VoiceState#BACKOFF}
 * @param audio whether audio can flow after the step
 */
public record Transition(
    String connectionId,
    long sequence,
    Instant at,
    long nanos,
    Duration inFrom,
    long guildId,
    long userId,
    OptionalLong channelId,
    Optional<String> endpoint,
    VoiceState from,
    EventKind event,
    String payload,
    String row,
    Outcome outcome,
    VoiceState to,
    Optional<Substate> reason,
    Trigger trigger,
    List<String> effects,
    int generation,
    int attempt,
    Optional<Duration> delay,
    boolean audio) {

  /** Copies the effects. */
  public Transition {
    effects = List.copyOf(effects);
  }

  /**
   * Whether the step left the state {@code from} and entered the state {@code to}. The two states
   * can be the same.
   */
  public boolean changesState() {
    return outcome == Outcome.TRANSITION;
  }

  /** Returns the transition as one JSON object on one line, without a line break. */
  public String toJson() {
    return TransitionJson.write(this);
  }
}
