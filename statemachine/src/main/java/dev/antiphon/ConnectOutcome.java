package dev.antiphon;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.connection.RequestFailedException;
import dev.antiphon.internal.flow.Snapshot;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Converts the result of a join, a move or a reconnect into the result that users see. */
final class ConnectOutcome {
  private ConnectOutcome() {}

  /**
   * Completes when audio flows. Completes exceptionally with the public exception if it does not.
   */
  static CompletableFuture<Void> of(CompletableFuture<Snapshot> answer) {
    return answer.handle(
        (decided, refusal) -> {
          requireEstablished(decided, refusal);
          return null;
        });
  }

  /**
   * Checks that audio flows.
   *
   * @throws VoiceConnectException if the connection or the move failed
   * @throws IllegalStateException if the command was refused
   */
  static void requireEstablished(Snapshot decided, Throwable refusal) {
    Throwable why = refusal == null ? null : unwrap(refusal);
    if (why instanceof RequestFailedException move) {
      throw new VoiceConnectException(move.failure(), move.failure().sentence());
    }
    if (why != null) {
      throw new IllegalStateException(why.getMessage(), why);
    }
    if (decided.state() != VoiceState.ESTABLISHED) {
      throw failure(ConnectionStates.of(decided));
    }
  }

  /** The original exception, without the wrappers that futures add. */
  static Throwable unwrap(Throwable failure) {
    boolean wrapper =
        failure instanceof CompletionException || failure instanceof ExecutionException;
    return wrapper && failure.getCause() != null ? unwrap(failure.getCause()) : failure;
  }

  private static VoiceConnectException failure(ConnectionState end) {
    if (end instanceof ConnectionState.Failed failed) {
      return new VoiceConnectException(failed.cause(), failed.sentence());
    }
    DisconnectReason reason = ((ConnectionState.Disconnected) end).reason();
    return new VoiceConnectException(reason, "The connection ended first. " + reason.sentence());
  }
}
