package dev.antiphon;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.MoveFailure;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.connection.MoveFailedException;
import dev.antiphon.internal.flow.Snapshot;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A join under way, and the connection that is asked for it at present. */
final class Join {
  private static final Duration NO_TIMEOUT = Duration.ofNanos(Long.MAX_VALUE);

  private final CompletableFuture<Connection> outcome = new CompletableFuture<>();
  private volatile Asked asked;

  /** The connection that is asked, and what it gives as an answer. */
  private record Asked(Connection connection, CompletableFuture<Snapshot> answer) {}

  /** Completes with the connection, or with why there is none. */
  CompletableFuture<Connection> outcome() {
    return outcome;
  }

  Connection asked() {
    return asked.connection();
  }

  /** The connection is asked, and will answer. */
  CompletableFuture<Snapshot> ask(Connection connection, CompletableFuture<Snapshot> answer) {
    asked = new Asked(connection, answer);
    return answer;
  }

  /** The connection has decided, or refused. */
  void decided(Snapshot decided, Throwable refusal) {
    try {
      requireEstablished(decided, refusal);
      outcome.complete(asked());
    } catch (RuntimeException failure) {
      outcome.completeExceptionally(failure);
    }
  }

  /** Completes when audio flows, exceptionally with what users see when it will not. */
  static CompletableFuture<Void> established(CompletableFuture<Snapshot> answer) {
    return answer.handle(
        (decided, refusal) -> {
          requireEstablished(decided, refusal);
          return null;
        });
  }

  private static void requireEstablished(Snapshot decided, Throwable refusal) {
    Throwable why = refusal == null ? null : unwrap(refusal);
    if (why instanceof MoveFailedException move) {
      throw new VoiceConnectException(move.failure(), move.failure().sentence());
    }
    if (why != null) {
      throw new IllegalStateException(why.getMessage(), why);
    }
    if (decided.state() != VoiceState.ESTABLISHED) {
      throw failure(ConnectionState.of(decided));
    }
  }

  /** Gives it up: a move is taken back, anything else is a disconnect. */
  void leave() {
    asked().actor().giveUp(asked.answer());
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
      Throwable cause = unwrap(e);
      if (cause instanceof VoiceConnectException connect) {
        throw connect;
      }
      throw new IllegalStateException(cause.getMessage(), cause);
    }
  }

  /** What really failed, without what futures wrap it in. */
  static Throwable unwrap(Throwable failure) {
    boolean wrapper =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    return wrapper && failure.getCause() != null ? unwrap(failure.getCause()) : failure;
  }

  /** One that was decided in the very moment in which its caller gave up stays as it is. */
  private void giveUp() {
    if (!outcome.isDone()) {
      leave();
    }
  }

  private static VoiceConnectException failure(ConnectionState end) {
    if (end instanceof ConnectionState.Failed failed) {
      return new VoiceConnectException(failed.cause(), failed.sentence());
    }
    DisconnectReason reason = ((ConnectionState.Disconnected) end).reason();
    return new VoiceConnectException(reason, "The connection ended first. " + reason.sentence());
  }

  /** While a call stands, what was waited for is a move of it. */
  private VoiceConnectException calledOff(String why) {
    return asked().state() instanceof ConnectionState.Established
        ? new VoiceConnectException(MoveFailure.CALLED_OFF, "The move was called off: " + why)
        : new VoiceConnectException(DisconnectReason.REQUESTED, "The join was called off: " + why);
  }
}
