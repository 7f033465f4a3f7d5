package dev.antiphon;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.MoveFailure;
import dev.antiphon.internal.connection.CommandRefusedException;
import dev.antiphon.internal.flow.Snapshot;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A join under way, and the connection that is asked for it at present: the guild's, or the next
 * one if that was ending when it was asked.
 */
final class Join {
  private static final Duration NO_TIMEOUT = Duration.ofNanos(Long.MAX_VALUE);

  private final Guilds guilds;
  private final long guildId;
  private final long channelId;
  private final CompletableFuture<Connection> outcome = new CompletableFuture<>();

  @SuppressWarnings("NullAway.Init") // start asks before anybody sees the join
  private volatile Asked asked;

  /** The connection that is asked, and what it gives as an answer. */
  private record Asked(Connection connection, CompletableFuture<Snapshot> answer) {}

  private Join(Guilds guilds, long guildId, long channelId) {
    this.guilds = guilds;
    this.guildId = guildId;
    this.channelId = channelId;
  }

  /**
   * Asks the guild's connection, or a new one, to be in the channel.
   *
   * @throws IllegalStateException if the {@code Voice} is closed
   */
  static Join start(Guilds guilds, long guildId, long channelId) {
    Join join = new Join(guilds, guildId, channelId);
    join.ask();
    return join;
  }

  /** Completes with the connection, or with why there is none. */
  CompletableFuture<Connection> outcome() {
    return outcome;
  }

  private void ask() {
    Connection connection = guilds.open(guildId);
    Asked present = new Asked(connection, connection.actor().join(channelId));
    asked = present;
    present
        .answer()
        .whenComplete(
            (decided, refusal) -> {
              boolean wasEnding =
                  refusal instanceof CommandRefusedException && connection.state().isEnd();
              if (wasEnding) {
                askTheNext();
              } else {
                decided(connection, decided, refusal);
              }
            });
  }

  private void askTheNext() {
    try {
      ask();
    } catch (IllegalStateException closed) {
      outcome.completeExceptionally(closed);
    }
  }

  private void decided(Connection connection, Snapshot decided, Throwable refusal) {
    try {
      ConnectOutcome.requireEstablished(decided, refusal);
      outcome.complete(connection);
    } catch (RuntimeException failure) {
      outcome.completeExceptionally(failure);
    }
  }

  /** Gives it up: a move is taken back, anything else is a disconnect. */
  void leave() {
    Asked present = asked;
    present.connection().actor().giveUp(present.answer());
  }

  /** Waits for the outcome; its steps have deadlines of their own, so it ends. */
  Connection await() {
    return await(NO_TIMEOUT);
  }

  /** Waits for the outcome, and leaves when it does not come in time. */
  Connection await(Duration timeout) {
    try {
      return outcome.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      giveUp();
      Thread.currentThread().interrupt();
      throw calledOff("its thread was interrupted.");
    } catch (TimeoutException e) {
      giveUp();
      throw calledOff("it took longer than " + timeout.toMillis() + " ms.");
    } catch (ExecutionException e) {
      Throwable cause = ConnectOutcome.unwrap(e);
      if (cause instanceof VoiceConnectException connect) {
        throw connect;
      }
      throw new IllegalStateException(cause.getMessage(), cause);
    }
  }

  /** One that was decided in the very moment in which its caller gave up stays as it is. */
  private void giveUp() {
    if (!outcome.isDone()) {
      leave();
    }
  }

  /** While a call stands, what was waited for is a move of it. */
  private VoiceConnectException calledOff(String why) {
    return asked.connection().state() instanceof ConnectionState.Established
        ? new VoiceConnectException(MoveFailure.CALLED_OFF, "The move was called off: " + why)
        : new VoiceConnectException(DisconnectReason.REQUESTED, "The join was called off: " + why);
  }
}
