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
 * Joins, sends audio to another bot with end-to-end encryption, and leaves. It writes every object
 * that contains a secret to standard error (the log) and the secrets to standard output. {@link
 * SecretsTest} runs it in a separate JVM.
 */
final class SecretsMain {
  private static final String SESSION = "session-id-that-must-not-be-logged";
  private static final String TOKEN = "token-that-must-not-be-logged";

  private SecretsMain() {}

  public static void main(String[] args) throws Exception {
    SecretsTest.printSecret(SESSION);
    SecretsTest.printSecret(TOKEN);
    try (DaveIdentity identity = DaveIdentity.generate(new SecureRandom());
        DaveIdentity another = DaveIdentity.generate(new SecureRandom());
        EmbeddedVoiceServer server =
            EmbeddedVoiceServer.builder().tls().token(TOKEN).dave(DaveMode.REQUIRED).start();
        Voice voice = voice(server, TestEnvironment.BOT, identity);
        Voice other = voice(server, TestEnvironment.BOT + 1, another)) {
      server.delivery().inChannel(TestEnvironment.GUILD, TestEnvironment.CHANNEL);
      printSecret(identity.privateKey());
      voice.onTransition(transition -> System.err.println(transition + transition.toJson()));
      Connection connection = voice.joinChannel(TestEnvironment.GUILD, TestEnvironment.CHANNEL);
      connection.onEncryptionChange(System.err::println);
      other.joinChannel(TestEnvironment.GUILD, TestEnvironment.CHANNEL);
      OpenResources.awaitThat("encryption is on", () -> isOn(connection));
      System.err.println(connection + " " + connection.state() + connection.statistics());
      System.err.println(connection.encryption() + " " + identity);
      TestEnvironment.sendAll(connection, TestEnvironment.frames(3));
      connection.stopSpeaking();
      connection.close();
      server.events().forEach(System.err::println);
      printTransportKey(server);
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

  private static void printTransportKey(EmbeddedVoiceServer server) {
    byte[] key =
        server.events().stream()
            .filter(ServerEvent.MessageSent.class::isInstance)
            .map(event -> ((ServerEvent.MessageSent) event).message())
            .filter(SessionDescription.class::isInstance)
            .map(message -> ((SessionDescription) message).secretKey().toByteArray())
            .findFirst()
            .orElseThrow();
    printSecret(key);
  }

  /** Prints the beginning of the key as hexadecimal text and as an array. */
  private static void printSecret(byte[] key) {
    SecretsTest.printSecret(HexFormat.of().formatHex(key, 0, 8));
    SecretsTest.printSecret(Arrays.toString(Arrays.copyOf(key, 4)).replaceAll("[\\[\\]]", ""));
  }

  /** A main gateway that answers each op 4 with the known secrets. */
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
