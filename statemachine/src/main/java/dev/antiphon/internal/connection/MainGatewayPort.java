package dev.antiphon.internal.connection;

import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Sends to the main gateway. It calls the application's {@link DiscordGateway} on a dedicated
 * thread. It also records whether the gateway's session is lost. It is thread-safe.
 */
final class MainGatewayPort {
  private final DiscordGateway gateway;
  private final Executor thread;
  private volatile boolean away;

  MainGatewayPort(DiscordGateway gateway, Executor thread) {
    this.gateway = gateway;
    this.thread = thread;
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
   *     gateway; on the dedicated thread or on a thread of the application
   */
  CompletableFuture<Void> send(UpdateVoiceState update) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    try {
      thread.execute(() -> send(update, sent));
    } catch (RejectedExecutionException closed) {
      sent.completeExceptionally(closed);
    }
    return sent;
  }

  /** Any exception or error of the application's gateway is a failure to send. */
  private void send(UpdateVoiceState update, CompletableFuture<Void> sent) {
    try {
      gateway
          .send(update)
          .whenComplete(
              (done, failure) -> {
                if (failure == null) {
                  sent.complete(null);
                } else {
                  sent.completeExceptionally(failure);
                }
              });
    } catch (Throwable failure) {
      sent.completeExceptionally(failure);
    }
  }
}
