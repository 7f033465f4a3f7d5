package dev.antiphon;

import dev.antiphon.dave.KeyWait;
import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.protocol.EncryptionMode;
import java.time.Duration;
import java.util.Optional;

/**
 * The state of a connection, with the data that exists in that state. It is an immutable snapshot.
 */
public sealed interface ConnectionState {

  /** The name of the state, such as {@code AwaitingServerUpdate}. */
  default String name() {
    return getClass().getSimpleName();
  }

  /** Whether the connection has ended. */
  default boolean isEnd() {
    return this instanceof Disconnected || this instanceof Failed;
  }

  /** No join was requested yet. */
  record Idle() implements ConnectionState {}

  /** Waiting for the main gateway to send session id, token and endpoint. */
  record AwaitingServerUpdate(long channelId, WaitReason reason) implements ConnectionState {}

  /**
   * Connecting to the voice gateway or waiting for its message Ready. {@code dial} counts the
   * connection attempts from 1.
   */
  record Identifying(long channelId, int dial) implements ConnectionState {}

  /**
   * Connecting to the voice gateway again to resume the session. Audio continues. {@code dial}
   * counts the connection attempts from 1.
   */
  record Resuming(long channelId, int dial) implements ConnectionState {}

  /** Opening the UDP socket. */
  record Ready(long channelId, long ssrc, EncryptionMode mode) implements ConnectionState {}

  /** Requesting the client's public address from the voice server (IP discovery). */
  record Discovering(long channelId, long ssrc, EncryptionMode mode) implements ConnectionState {}

  /** Waiting for the message Session Description, which contains the transport key. */
  record Selecting(long channelId, long ssrc, EncryptionMode mode) implements ConnectionState {}

  /**
   * Audio flows.
   *
   * @param channelId the channel
   * @param ssrc the stream number of the bot's audio
   * @param mode the transport encryption
   * @param keyWait the wait for keys of the end-to-end encryption; empty if no keys are missing.
   *     While the status of the encryption is WAITING, frames wait too
   */
  record Established(long channelId, long ssrc, EncryptionMode mode, Optional<KeyWait> keyWait)
      implements ConnectionState {}

  /**
   * Waiting before the next attempt.
   *
   * @param channelId the target channel
   * @param plan the kind of the next attempt
   * @param attempt the attempt's number among the attempts of this kind, from 1
   * @param delay the length of the whole wait
   */
  record Backoff(long channelId, BackoffPlan plan, int attempt, Duration delay)
      implements ConnectionState {}

  /** The connection ended without a failure. */
  record Disconnected(DisconnectReason reason) implements ConnectionState {}

  /** The connection failed. {@code trigger} is the event that caused the failure. */
  record Failed(FailureCause cause, Trigger trigger) implements ConnectionState {
    /** Explains the failure and its trigger in one or two sentences. */
    public String sentence() {
      return cause.sentence() + " (" + trigger.describe() + ")";
    }
  }
}
