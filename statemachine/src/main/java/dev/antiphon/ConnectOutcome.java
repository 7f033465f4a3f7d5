package dev.antiphon;

import dev.antiphon.flow.DisconnectReason;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.connection.MoveFailedException;
import dev.antiphon.internal.flow.Snapshot;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What a connection's answer to a join, a move or a reconnect is to users. */
final class ConnectOutcome {
  private ConnectOutcome() {}

  /** Completes when audio flows, exceptionally with what users see when it will not. */
  static CompletableFuture<Void> of(CompletableFuture<Snapshot> answer) {
    return answer.handle(
        (decided, refusal) -> {
          requireEstablished(decided, refusal);
          return null;
        });
  }

  /**
   * Returns if audio flows.
   *
   * @throws VoiceConnectException if it will not
   * @throws IllegalStateException if the command was refused
   */
  static void requireEstablished(Snapshot decided, Throwable refusal) {
    Throwable why = refusal == null ? null : unwrap(refusal);
    if (why instanceof MoveFailedException move) {
      throw new VoiceConnectException(move.failure(), move.failure().sentence());
    }
    if (why != null) {
      throw new IllegalStateException(why.getMessage(), why);
    }
    if (decided.state() != VoiceState.ESTABLISHED) {
      throw failure(ConnectionStates.of(decided));
    }
  }

  /** What really failed, without what futures wrap it in. */
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
