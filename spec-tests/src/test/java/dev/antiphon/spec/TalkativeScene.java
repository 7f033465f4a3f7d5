package dev.antiphon.spec;

import dev.antiphon.Connection;
import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.DaveIdentity;
import dev.antiphon.protocol.DiscordGateway;
import dev.antiphon.protocol.SessionDescription;
import dev.antiphon.protocol.UpdateVoiceState;
import dev.antiphon.protocol.VoiceServerUpdate;
import dev.antiphon.protocol.VoiceStateUpdate;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.record.ServerEvent;
import dev.antiphon.testkit.server.DaveMode;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Joins, speaks to another bot under end-to-end encryption and leaves, prints every object that
 * holds a secret to the log, and tells the secrets themselves to standard output. Run by {@link
 * SecretsTest} in a JVM of its own.
 */
final class TalkativeScene {
  private static final String SESSION = "session-id-that-must-not-be-told";
  private static final String TOKEN = "token-that-must-not-be-told";

  private TalkativeScene() {}

  public static void main(String[] args) throws Exception {
    SecretsTest.tell(SESSION);
    SecretsTest.tell(TOKEN);
    try (DaveIdentity identity = DaveIdentity.generate(new SecureRandom());
        DaveIdentity another = DaveIdentity.generate(new SecureRandom());
        EmbeddedVoiceServer server =
            EmbeddedVoiceServer.builder().tls().token(TOKEN).dave(DaveMode.REQUIRED).start();
        Voice voice = voice(server, Scene.BOT, identity);
        Voice other = voice(server, Scene.BOT + 1, another)) {
      server.delivery().inChannel(Scene.GUILD, Scene.CHANNEL);
      tell(identity.privateKey());
      voice.onTransition(transition -> System.err.println(transition + transition.toJson()));
      Connection connection = voice.joinChannel(Scene.GUILD, Scene.CHANNEL);
      connection.onEncryptionChange(System.err::println);
      other.joinChannel(Scene.GUILD, Scene.CHANNEL);
      Leftovers.awaitThat("encryption is on", () -> isOn(connection));
      System.err.println(connection + " " + connection.state() + connection.statistics());
      System.err.println(connection.encryption() + " " + identity);
      Scene.sendAll(connection, Scene.frames(3));
      connection.stopSpeaking();
      connection.close();
      server.events().forEach(System.err::println);
      tellKey(server);
    }
  }

  private static Voice voice(EmbeddedVoiceServer server, long userId, DaveIdentity identity) {
    return Voice.builder(new KnownSecrets(server.endpoint(), userId))
        .userId(userId)
        .options(VoiceOptions.builder().trust(server.caCertificate()).build())
        .identity(identity)
        .build();
  }

  private static boolean isOn(Connection connection) {
    return connection
        .encryption()
        .filter(now -> now.status() == DaveEncryption.Status.ON)
        .isPresent();
  }

  private static void tellKey(EmbeddedVoiceServer server) {
    byte[] key =
        server.events().stream()
            .filter(ServerEvent.MessageSent.class::isInstance)
            .map(event -> ((ServerEvent.MessageSent) event).message())
            .filter(SessionDescription.class::isInstance)
            .map(message -> ((SessionDescription) message).secretKey().toByteArray())
            .findFirst()
            .orElseThrow();
    tell(key);
  }

  /** As it would show in hexadecimal, and as an array. */
  private static void tell(byte[] key) {
    SecretsTest.tell(HexFormat.of().formatHex(key, 0, 8));
    SecretsTest.tell(Arrays.toString(Arrays.copyOf(key, 4)).replaceAll("[\\[\\]]", ""));
  }

  /** Answers each op 4 with the secrets that the test looks for. */
  private record KnownSecrets(String endpoint, long userId, CompletableFuture<Listener> subscribed)
      implements DiscordGateway {
    KnownSecrets(String endpoint, long userId) {
      this(endpoint, userId, new CompletableFuture<>());
    }

    @Override
    public CompletionStage<Void> send(UpdateVoiceState update) {
      Listener listener = subscribed.join();
      listener.voiceStateUpdate(
          new VoiceStateUpdate(
              update.guildId(), update.channelId(), userId, SESSION, false, false));
      if (update.channelId().isPresent()) {
        listener.voiceServerUpdate(
            new VoiceServerUpdate(update.guildId(), TOKEN, Optional.of(endpoint)));
      }
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public Subscription subscribe(Listener listener) {
      subscribed.complete(listener);
      return () -> {};
    }
  }
}
