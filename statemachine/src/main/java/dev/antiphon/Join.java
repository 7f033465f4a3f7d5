package dev.antiphon;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.RequestFailure;
import dev.antiphon.internal.connection.CommandRefusedException;
import dev.antiphon.internal.connection.EventLoops;
import dev.antiphon.internal.flow.Snapshot;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
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
    if (outcome.isDone()) {
      // giveUp() may have cancelled the previous request only.
      cancelRequest();
    }
  }

  private void retryWithNewConnection() {
    if (outcome.isDone()) {
      return;
    }
    try {
      sendRequest();
    } catch (IllegalStateException closed) {
      outcome.completeExceptionally(closed);
    }
  }

  private void decided(Connection connection, Snapshot decided, Throwable refusal) {
    try {
      ConnectOutcome.requireEstablished(decided, refusal);
    } catch (RuntimeException failure) {
      outcome.completeExceptionally(failure);
      return;
    }
    connection.joined();
    if (!outcome.complete(connection)) {
      connection.joinAbandoned();
    }
  }

  /**
   * Cancels the join, if it has not completed. A move is cancelled and the connection stays. In all
   * other cases the connection ends.
   */
  private void giveUp(String why) {
    if (outcome.completeExceptionally(cancelled(why))) {
      cancelRequest();
    }
  }

  private void cancelRequest() {
    Request current = request;
    current.connection().actor().cancel(current.answer());
  }

  /**
   * The application does not wait for this join any more. A join that has just succeeded is undone,
   * unless another join of the same connection has succeeded too.
   */
  void abandon() {
    giveUp("the application completed its future.");
    outcome.thenAccept(Connection::joinAbandoned);
  }

  /** Cancels the join after the timeout, without a thread that waits. */
  void limit(Duration timeout, EventLoops loops) {
    try {
      Future<?> timer =
          loops.schedule(guildId, () -> giveUp(tookLongerThan(timeout)), nanos(timeout));
      outcome.whenComplete((connection, failure) -> timer.cancel(false));
    } catch (RejectedExecutionException e) {
      giveUp("its event loop has stopped.");
    }
  }

  /** Waits for the outcome. Every step of a join has a deadline, so the wait ends. */
  Connection await() {
    return await(NO_TIMEOUT);
  }

  /** Waits for the outcome and cancels the join after the timeout. */
  Connection await(Duration timeout) {
    try {
      outcome.get(nanos(timeout), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      giveUp("the calling thread was interrupted.");
    } catch (TimeoutException e) {
      giveUp(tookLongerThan(timeout));
    } catch (ExecutionException e) {
      // Thrown below.
    }
    return result();
  }

  private Connection result() {
    try {
      return outcome.join();
    } catch (CompletionException e) {
      Throwable cause = ConnectOutcome.unwrap(e);
      if (cause instanceof VoiceConnectException connect) {
        throw connect;
      }
      throw new IllegalStateException(cause.getMessage(), cause);
    }
  }

  private static long nanos(Duration timeout) {
    if (timeout.isNegative()) {
      return 0;
    }
    return timeout.compareTo(NO_TIMEOUT) > 0 ? NO_TIMEOUT.toNanos() : timeout.toNanos();
  }

  private static String tookLongerThan(Duration timeout) {
    return "it took longer than " + Duration.ofNanos(nanos(timeout)).toMillis() + " ms.";
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
