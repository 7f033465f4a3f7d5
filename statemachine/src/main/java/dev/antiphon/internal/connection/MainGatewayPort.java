package dev.antiphon.internal.connection;

import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The way to the main gateway: calls the application's port on a thread of its own, and knows
 * whether the gateway's session is there. Safe for use by any number of threads.
 */
final class MainGatewayPort {
  private final DiscordGateway gateway;
  private final Executor thread;
  private volatile boolean away;

  MainGatewayPort(DiscordGateway gateway, Executor thread) {
    this.gateway = gateway;
    this.thread = thread;
  }

  /** Whether the main gateway's session is lost at present. */
  boolean isAway() {
    return away;
  }

  void setAway(boolean lost) {
    away = lost;
  }

  /**
   * Sends op 4.
   *
   * @return completes when it was sent, exceptionally with what the application's port failed with;
   *     on the port's thread, or on one of the application
   */
  CompletableFuture<Void> send(UpdateVoiceState update) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    thread.execute(
        () -> {
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
          } catch (RuntimeException failure) {
            sent.completeExceptionally(failure);
          }
        });
    return sent;
  }
}
