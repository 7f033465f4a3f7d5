package dev.antiphon;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.Trigger;
import dev.antiphon.flow.WaitReason;
import dev.antiphon.protocol.EncryptionMode;
import java.time.Duration;

/**
 * Where a connection is, with exactly the data that exists there. A snapshot: it does not change.
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

  /** Nothing has been asked yet. */
  record Idle() implements ConnectionState {}

  /** Waiting for the main gateway to name session, token and endpoint. */
  record AwaitingServerUpdate(long channelId, WaitReason reason) implements ConnectionState {}

  /** Dialling the voice gateway for the {@code dial}-th time, or waiting for its Ready. */
  record Identifying(long channelId, int dial) implements ConnectionState {}

  /** Dialling the voice gateway again to resume the session; audio goes on. */
  record Resuming(long channelId, int dial) implements ConnectionState {}

  /** The UDP socket is being opened. */
  record Ready(long channelId, long ssrc, EncryptionMode mode) implements ConnectionState {}

  /** Asking the voice server for our own address. */
  record Discovering(long channelId, long ssrc, EncryptionMode mode) implements ConnectionState {}

  /** Waiting for the key. */
  record Selecting(long channelId, long ssrc, EncryptionMode mode) implements ConnectionState {}

  /** Audio flows. */
  record Established(long channelId, long ssrc, EncryptionMode mode) implements ConnectionState {}

  /**
   * Waiting before the next attempt.
   *
   * @param channelId the channel that is wanted
   * @param plan what will be tried
   * @param attempt the how-manieth attempt of its kind that will be, from 1
   * @param delay how long is waited in all
   */
  record Backoff(long channelId, BackoffPlan plan, int attempt, Duration delay)
      implements ConnectionState {}

  /** Over, in good order. */
  record Disconnected(DisconnectReason reason) implements ConnectionState {}

  /** Over, by a failure; {@code trigger} triggered it. */
  record Failed(FailureCause cause, Trigger trigger) implements ConnectionState {
    /** What it means and what triggered it, in a sentence or two. */
    public String sentence() {
      return cause.sentence() + " (" + trigger.describe() + ")";
    }
  }
}
