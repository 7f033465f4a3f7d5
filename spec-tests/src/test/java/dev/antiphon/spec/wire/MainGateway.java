package dev.antiphon.spec.wire;

import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.FakeDiscordGateway;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The main gateway: it answers op 4 as Discord does unless told to be silent, and says what a test
 * wants it to say besides.
 */
final class MainGateway implements DiscordGateway, AutoCloseable {
  private final FakeDiscordGateway gateway;
  private final String endpoint;
  private final CompletableFuture<Listener> subscribed = new CompletableFuture<>();
  private final Map<Long, VoiceStateUpdate> states = new ConcurrentHashMap<>();

  MainGateway(EmbeddedVoiceServer server) {
    gateway = FakeDiscordGateway.of(HeldOpen.BOT, server);
    endpoint = server.endpoint();
  }

  /** From now on no op 4 is answered, and none changes anything. */
  void fallSilent() {
    gateway.answering(FakeDiscordGateway.Answering.SILENTLY);
  }

  void answerAgain() {
    gateway.answering(FakeDiscordGateway.Answering.FULLY);
  }

  /** The channels of the op 4 for this guild, in order; empty for a leave. */
  List<OptionalLong> asked(long guildId) {
    return gateway.sent().stream()
        .filter(update -> update.guildId() == guildId)
        .map(UpdateVoiceState::channelId)
        .toList();
  }

  /** VOICE_STATE_UPDATE: the user is there now, under the session that it has. */
  void tellState(long guildId, OptionalLong channelId) {
    String session =
        Optional.ofNullable(states.get(guildId)).map(VoiceStateUpdate::sessionId).orElse("first");
    subscribed
        .join()
        .voiceStateUpdate(
            new VoiceStateUpdate(guildId, channelId, HeldOpen.BOT, session, false, false));
  }

  /** VOICE_SERVER_UPDATE: the same server, with this token. */
  void tellServer(long guildId, String token) {
    subscribed
        .join()
        .voiceServerUpdate(new VoiceServerUpdate(guildId, token, Optional.of(endpoint)));
  }

  /** VOICE_SERVER_UPDATE: the server is gone. */
  void tellServerGone(long guildId) {
    subscribed
        .join()
        .voiceServerUpdate(new VoiceServerUpdate(guildId, "no-server", Optional.empty()));
  }

  void loseSession() {
    subscribed.join().sessionLost();
  }

  void resumeSession() {
    subscribed.join().sessionResumed();
  }

  @Override
  public CompletionStage<Void> send(UpdateVoiceState update) {
    return gateway.send(update);
  }

  @Override
  public Subscription subscribe(Listener listener) {
    subscribed.complete(listener);
    return gateway.subscribe(
        new Listener() {
          @Override
          public void voiceStateUpdate(VoiceStateUpdate update) {
            states.put(update.guildId(), update);
            listener.voiceStateUpdate(update);
          }

          @Override
          public void voiceServerUpdate(VoiceServerUpdate update) {
            listener.voiceServerUpdate(update);
          }
        });
  }

  @Override
  public void close() {
    gateway.close();
  }
}
