package dev.antiphon.statemachine.audit;

import dev.antiphon.statemachine.flow.Decision;
import dev.antiphon.statemachine.flow.FlowLimits;
import dev.antiphon.statemachine.flow.FlowMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What an {@link AuditSink} is given, in the order in which it happened. Immutable. */
public sealed interface AuditEntry {

  /**
   * Whose steps they are: the same object for each step of a connection.
   *
   * @param connectionId unique in the process, and, with overwhelming likelihood, everywhere
   * @param guildId the guild
   * @param userId the bot
   * @param limits every number that it is decided with
   */
  record Subject(String connectionId, long guildId, long userId, FlowLimits limits) {}

  /**
   * An event has taken a row: a change of state, or anything else that the table says.
   *
   * @param subject whose step it is
   * @param sequence counts the steps of the connection from 1
   * @param at wall-clock time
   * @param nanos monotonic time; only differences within a process mean something
   * @param inFrom how long the connection was in the state in which the event met it
   * @param endpoint the host of the voice server that is known; without its port
   * @param before the memory that the event met
   * @param decision what it led to
   */
  record Step(
      Subject subject,
      long sequence,
      Instant at,
      long nanos,
      Duration inFrom,
      Optional<String> endpoint,
      FlowMemory before,
      Decision decision)
      implements AuditEntry {

    /** The same as names, numbers and sentences. */
    public Transition transition() {
      return Transition.of(this);
    }

    /** Whether the event led into another state, or anew into the same. */
    public boolean changesState() {
      return decision.row().changesState();
    }
  }

  /**
   * Entries are missing here, because the sink was slower than the connections.
   *
   * @param at when the first of them was lost
   * @param lost how many
   */
  record Gap(Instant at, long lost) implements AuditEntry {}
}
