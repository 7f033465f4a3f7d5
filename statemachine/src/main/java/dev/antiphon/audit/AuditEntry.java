package dev.antiphon.audit;

import dev.antiphon.dave.DaveRecord;
import dev.antiphon.machine.Outcome;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

/**
 * An entry of the audit. An {@link AuditSink} receives the entries in the order of the events.
 * Immutable.
 */
public sealed interface AuditEntry {

  /** The wall-clock time. */
  Instant at();

  /**
   * The connection that took a step. All steps of one connection share the same object.
   *
   * @param connectionId the connection's id; unique in the process, and very probably also between
   *     processes
   * @param guildId the guild's id
   * @param userId the bot's user id
   */
  record Subject(String connectionId, long guildId, long userId) {}

  /**
   * One step of a connection: an event was handled by one row of the transition table. The state
   * can stay the same.
   *
   * @param subject the connection
   * @param sequence counts the steps of the connection from 1
   * @param at wall-clock time
   * @param outcome how the event was handled
   * @param made creates the transition at the first call; thread-safe
   * @param before creates the data that a replay needs to start at this step; thread-safe. The data
   *     are the fields of a JSON object, such as {@code "state":"Idle","memory":{}}
   */
  record Step(
      Subject subject,
      long sequence,
      Instant at,
      Outcome outcome,
      Supplier<Transition> made,
      Supplier<String> before)
      implements AuditEntry {

    /** Whether the step left its state and entered a state, which can be the same one. */
    public boolean changesState() {
      return outcome == Outcome.TRANSITION;
    }

    /** The step as a record of names, numbers and sentences. */
    public Transition transition() {
      return made.get();
    }
  }

  /**
   * One step of a connection's end-to-end encryption: an event was handled by one row of the
   * transition table of the encryption.
   *
   * @param subject the connection
   * @param sequence counts the encryption steps of the connection from 1, separately from the
   *     entries of type {@link Step}
   * @param at the wall-clock time at which the connection received the step
   * @param nanos the time {@code at} as monotonic time in nanoseconds; only the difference of two
   *     values from one process has a meaning
   * @param session the session's number within the connection, from 1. Each Identify starts a new
   *     session. Steps of an older session are recorded, but not executed
   * @param channelId the channel of the session
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

    /** Whether the step left its state and entered a state, which can be the same one. */
    public boolean changesState() {
      return record.row().changesState();
    }
  }

  /**
   * Entries are missing at this position, because the sink was too slow or failed.
   *
   * @param at the time at which the first entry was lost
   * @param lost the number of lost entries
   */
  record Gap(Instant at, long lost) implements AuditEntry {}

  /**
   * Entries of one connection are missing at this position, because the connection exceeded its
   * share of the audit.
   *
   * @param subject the connection
   * @param at the time of the first missing entry
   * @param count the number of missing entries
   * @param kinds the numbers by outcome; their sum is {@code count}
   */
  record Skipped(Subject subject, Instant at, long count, Map<Outcome, Long> kinds)
      implements AuditEntry {

    /** Copies the map. */
    public Skipped {
      kinds = Map.copyOf(kinds);
    }

    /** The entry as one JSON object on one line, without a line break. */
    public String toJson() {
      return GapJson.write(this);
    }
  }
}
