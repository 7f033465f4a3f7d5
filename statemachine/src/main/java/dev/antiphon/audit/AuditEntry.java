package dev.antiphon.audit;

import dev.antiphon.dave.DaveRecord;
import java.time.Instant;
import java.util.function.Supplier;

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
   */
  record Subject(String connectionId, long guildId, long userId) {}

  /**
   * An event has taken a row: a change of state, or anything else that the table says.
   *
   * @param subject whose step it is
   * @param sequence counts the steps of the connection from 1
   * @param at wall-clock time
   * @param changesState whether the event led into another state, or anew into the same
   * @param made makes the transition when it is asked for the first time; safe for several threads
   * @param before makes what it takes to replay the steps from this one on: fields of a JSON
   *     object, such as {@code "state":"Idle","memory":{}}; safe for several threads
   */
  record Step(
      Subject subject,
      long sequence,
      Instant at,
      boolean changesState,
      Supplier<Transition> made,
      Supplier<String> before)
      implements AuditEntry {

    /** The same as names, numbers and sentences. */
    public Transition transition() {
      return made.get();
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
