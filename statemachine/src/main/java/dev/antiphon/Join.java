package dev.antiphon;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.RequestFailure;
import dev.antiphon.internal.connection.CommandRefusedException;
import dev.antiphon.internal.flow.Snapshot;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A join in progress and the connection that executes it. If that connection ends before it accepts
 * the request, the join continues with a new connection of the guild.
 */
final class Join {
  private static final Duration NO_TIMEOUT = Duration.ofNanos(Long.MAX_VALUE);

  private final Guilds guilds;
  private final long guildId;
  private final long channelId;
  private final CompletableFuture<Connection> outcome = new CompletableFuture<>();

  @SuppressWarnings("NullAway.Init") // start() sets it before it returns the join
  private volatile Request request;

  /** The connection that received the request, and its answer. */
  private record Request(Connection connection, CompletableFuture<Snapshot> answer) {}

  private Join(Guilds guilds, long guildId, long channelId) {
    this.guilds = guilds;
    this.guildId = guildId;
    this.channelId = channelId;
  }

  /**
   * Requests the channel from the guild's connection, or from a new one.
   *
   * @throws IllegalStateException if the {@code Voice} is closed
   */
  static Join start(Guilds guilds, long guildId, long channelId) {
    Join join = new Join(guilds, guildId, channelId);
    join.sendRequest();
    return join;
  }

  /** Completes with the connection, or exceptionally with the reason of the failure. */
  CompletableFuture<Connection> outcome() {
    return outcome;
  }

  private void sendRequest() {
    Connection connection = guilds.open(guildId);
    Request current = new Request(connection, connection.actor().join(channelId));
    request = current;
    current
        .answer()
        .whenComplete(
            (decided, refusal) -> {
              boolean wasEnding =
                  refusal instanceof CommandRefusedException && connection.state().isEnd();
              if (wasEnding) {
                retryWithNewConnection();
              } else {
                decided(connection, decided, refusal);
              }
            });
  }

  private void retryWithNewConnection() {
    try {
      sendRequest();
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

  /**
   * Cancels the join. A move is cancelled and the connection stays. In all other cases the
   * connection ends.
   */
  void cancel() {
    Request current = request;
    current.connection().actor().cancel(current.answer());
  }

  /** Waits for the outcome. Every step of a join has a deadline, so the wait ends. */
  Connection await() {
    return await(NO_TIMEOUT);
  }

  /** Waits for the outcome and cancels the join after the timeout. */
  Connection await(Duration timeout) {
    try {
      return outcome.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      cancelIfOpen();
      Thread.currentThread().interrupt();
      throw cancelled("the calling thread was interrupted.");
    } catch (TimeoutException e) {
      cancelIfOpen();
      throw cancelled("it took longer than " + timeout.toMillis() + " ms.");
    } catch (ExecutionException e) {
      Throwable cause = ConnectOutcome.unwrap(e);
      if (cause instanceof VoiceConnectException connect) {
        throw connect;
      }
      throw new IllegalStateException(cause.getMessage(), cause);
    }
  }

  /** Cancels the join, unless it has just completed. */
  private void cancelIfOpen() {
    if (!outcome.isDone()) {
      cancel();
    }
  }

  /**
   * If the connection is established, the caller waited for a move. Otherwise it waited for a join.
   */
  private VoiceConnectException cancelled(String why) {
    return request.connection().state() instanceof ConnectionState.Established
        ? new VoiceConnectException(RequestFailure.CALLED_OFF, "The move was cancelled: " + why)
        : new VoiceConnectException(DisconnectReason.REQUESTED, "The join was cancelled: " + why);
  }
}
