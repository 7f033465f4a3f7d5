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
 * The taking of a row that happened: a change of state, or what else an event led to. (A {@code
 * Row} is a line of the table; this is one taking of it.) It holds no token, session id or key, and
 * of addresses only the host of the voice server.
 *
 * @param connectionId the connection; unique in the process
 * @param sequence counts the steps of the connection from 1, those that change no state too
 * @param at wall-clock time
 * @param nanos monotonic time; only differences within a process mean something
 * @param inFrom how long the connection was in {@code from}, on the monotonic clock
 * @param guildId the guild
 * @param userId the bot
 * @param channelId the channel that is wanted
 * @param endpoint the host of the voice server that is known, without its port
 * @param from the state before
 * @param event the kind of event
 * @param payload what the event carries, but for texts: a JSON object of numbers, flags and names
 * @param row the id of the row taken
 * @param outcome what became of the event
 * @param to the state afterwards
 * @param reason why {@code to} was entered, or goes on, where it has reasons
 * @param trigger what triggered the event: a close code, a timer, a failure, or the event itself
 * @param effects what was done, in order: names, with numbers and names of what they are about
 * @param generation the number of the WebSocket dial that was the last one
 * @param attempt how many resumes, rejoins and repeated identifies there have been since the
 *     connection last stood
 * @param delay how long the state entered waits before the next attempt, where it does
 * @param audio whether audio may flow afterwards
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

  /** Takes a copy of the effects. */
  public Transition {
    effects = List.copyOf(effects);
  }

  /** Whether the event led into another state, or anew into the same. */
  public boolean changesState() {
    return outcome == Outcome.TRANSITION;
  }

  /** The transition as one JSON object on one line, without a line break. */
  public String toJson() {
    return TransitionJson.write(this);
  }
}
