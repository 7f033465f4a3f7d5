package dev.antiphon.audit;

import dev.antiphon.dave.DaveRecord;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.FlowMemory;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What an {@link AuditSink} is given, in the order in which it happened. Immutable. */
public sealed interface AuditEntry {

  /** Wall-clock time. */
  Instant at();

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
      FlowDecision decision)
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
   * The connection's end-to-end encryption has taken a row of its own table.
   *
   * @param subject whose step it is
   * @param sequence counts these steps of the connection from 1, apart from the others
   * @param at wall-clock time, when the connection heard of it
   * @param nanos the same in monotonic time; only differences within a process mean something
   * @param session which of the connection's sessions, from 1: each Identify begins one, and what
   *     an earlier one still decides is carried out no more
   * @param channelId the channel that it encrypts for
   * @param record the step
   */
  record Encryption(
      Subject subject,
      long sequence,
      Instant at,
      long nanos,
      int session,
      long channelId,
      DaveRecord record)
      implements AuditEntry {

    /** The step as one JSON object on one line, without a line break. */
    public String toJson() {
      return EncryptionJson.write(this);
    }

    /** Whether the state was left, for another or for itself anew. */
    public boolean changesState() {
      return record.row().changesState();
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
