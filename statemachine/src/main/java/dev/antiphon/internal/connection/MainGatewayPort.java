package dev.antiphon.internal.connection;

import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to the main gateway. It calls the application's {@link DiscordGateway} on dedicated
 * threads: for one guild in order, and for different guilds without waiting for one another. It
 * also records whether the gateway's session is lost. It is thread-safe.
 */
final class MainGatewayPort {
  private static final Logger LOG = LoggerFactory.getLogger(MainGatewayPort.class);

  /** A thread that has sent an update continues with the next one of the same guild. */
  private static final int BATCH = Integer.MAX_VALUE;

  private final DiscordGateway gateway;
  private final Executor threads;
  private final Map<Long, SerialQueue> guilds = new ConcurrentHashMap<>();
  private volatile boolean away;

  MainGatewayPort(DiscordGateway gateway, Executor threads) {
    this.gateway = gateway;
    this.threads = threads;
  }

  /** Whether the main gateway's session is currently lost. */
  boolean isAway() {
    return away;
  }

  void setAway(boolean lost) {
    away = lost;
  }

  /**
   * Sends a voice state update (opcode 4).
   *
   * @return completes when it was sent, or exceptionally with the failure of the application's
   *     gateway; on a dedicated thread or on a thread of the application
   */
  CompletableFuture<Void> send(UpdateVoiceState update) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    guilds
        .computeIfAbsent(update.guildId(), guild -> new SerialQueue(threads, BATCH))
        .add(
            new SerialQueue.Task() {
              @Override
              public void run() {
                send(update, sent);
              }

              @Override
              public void refused(Throwable why) {
                sent.completeExceptionally(why);
              }
            });
    return sent;
  }

  /** Any exception or error of the application's gateway is a failure to send. */
  private void send(UpdateVoiceState update, CompletableFuture<Void> sent) {
    try {
      CompletionStage<Void> stage = gateway.send(update);
      if (stage == null) {
        throw new NoStageException();
      }
      stage.whenComplete((done, failure) -> complete(update, sent, failure));
    } catch (Throwable failure) {
      complete(update, sent, failure);
    }
  }

  private static void complete(
      UpdateVoiceState update, CompletableFuture<Void> sent, @Nullable Throwable failure) {
    if (failure == null) {
      sent.complete(null);
      return;
    }
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof Error || cause instanceof NoStageException) {
      LOG.warn("guild {}: DiscordGateway.send failed", update.guildId(), traceOf(cause));
    }
    sent.completeExceptionally(cause == null ? failure : cause);
  }

  /**
   * The type and the stack trace without the message, which may contain a secret. The message of a
   * missing class is kept, because it is only the name.
   */
  private static Throwable traceOf(Throwable failure) {
    if (failure instanceof LinkageError) {
      return failure;
    }
    Throwable trace = new Throwable(failure.getClass().getName());
    trace.setStackTrace(failure.getStackTrace());
    return trace;
  }

  /** The application's gateway returned null in place of a stage. */
  private static final class NoStageException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
