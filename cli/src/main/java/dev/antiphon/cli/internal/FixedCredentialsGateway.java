package dev.antiphon.cli.internal;

import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * A main gateway for one voice server. It answers each opcode 4 immediately with fixed credentials,
 * on a separate thread.
 */
final class FixedCredentialsGateway implements DiscordGateway, AutoCloseable {

  /** The credentials for a voice server, as the main gateway sends them. */
  record Credentials(long userId, String endpoint, String sessionId, String token) {
    @Override
    public String toString() {
      return "Credentials[user " + Long.toUnsignedString(userId) + ", " + endpoint + "]";
    }
  }

  private final Credentials credentials;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final ExecutorService delivery =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "antiphon-main-gateway");
            thread.setDaemon(true);
            return thread;
          });

  FixedCredentialsGateway(Credentials credentials) {
    this.credentials = credentials;
  }

  @Override
  public CompletionStage<Void> send(UpdateVoiceState update) {
    VoiceStateUpdate state =
        new VoiceStateUpdate(
            update.guildId(),
            update.channelId(),
            credentials.userId(),
            credentials.sessionId(),
            update.selfMute(),
            update.selfDeaf());
    try {
      deliver(listener -> listener.voiceStateUpdate(state));
      if (update.channelId().isPresent()) {
        VoiceServerUpdate server =
            new VoiceServerUpdate(
                update.guildId(), credentials.token(), Optional.of(credentials.endpoint()));
        deliver(listener -> listener.voiceServerUpdate(server));
      }
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
    return CompletableFuture.completedFuture(null);
  }

  private void deliver(Consumer<Listener> event) {
    delivery.execute(() -> listeners.forEach(event));
  }

  @Override
  public Subscription subscribe(Listener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() {
    delivery.shutdownNow();
  }
}
