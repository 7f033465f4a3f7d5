package dev.antiphon.spec.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.Connection;
import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.dave.DaveIdentity;
import dev.antiphon.testkit.EmbeddedVoiceServer;
import dev.antiphon.testkit.discord.FakeDiscordGateway;
import dev.antiphon.testkit.server.DaveMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the code of the encryption guide in a call with two users. */
class EncryptionGuideTest {
  private static final long GUILD = 1;
  private static final long CHANNEL = 2;
  private static final long FIRST = 3;
  private static final long SECOND = 4;
  private static final long LIMIT_SECONDS = 20;

  @TempDir private Path folder;

  @Test
  void bothUsersSeeTheSamePrivacyCode() throws Exception {
    try (EmbeddedVoiceServer server =
            EmbeddedVoiceServer.builder().dave(DaveMode.REQUIRED).start();
        FakeDiscordGateway gateway = FakeDiscordGateway.strict(FIRST, server);
        FakeDiscordGateway others = FakeDiscordGateway.strict(SECOND, server);
        Voice other = Voice.builder(others).userId(SECOND).options(options(server)).build()) {
      EncryptionSnippets.keptOverRestarts(
          gateway,
          FIRST,
          options(server),
          folder,
          voice ->
              compare(voice.joinChannel(GUILD, CHANNEL), other.joinChannel(GUILD, CHANNEL), FIRST));
    }
    assertThat(folder.resolve("identity.key")).hasSize(32);
  }

  private static VoiceOptions options(EmbeddedVoiceServer server) {
    return server.isTls()
        ? VoiceOptions.builder().trust(server.caCertificate()).build()
        : VoiceOptions.builder().allowPlain(true).build();
  }

  private static void compare(Connection first, Connection second, long firstUser) {
    BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    EncryptionSnippets.show(first, messages::add);
    awaitTwo(first);
    awaitTwo(second);
    String code = second.encryption().orElseThrow().privacyCode().orElseThrow();
    assertThat(first.encryption().orElseThrow().privacyCode()).contains(code);
    List<String> firstMessages = new ArrayList<>();
    List<String> secondMessages = new ArrayList<>();
    EncryptionSnippets.compare(first, SECOND, firstMessages::add);
    EncryptionSnippets.compare(second, firstUser, secondMessages::add);
    assertThat(firstMessages).hasSize(1).isEqualTo(secondMessages);
    assertThat(firstMessages.get(0)).matches("Do you see (\\d{5} ){9}next to my name\\?");
    awaitMessage(messages, "encrypted, privacy code " + code);
  }

  private static void awaitMessage(BlockingQueue<String> messages, String wanted) {
    try {
      String message = messages.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      while (message != null && !message.equals(wanted)) {
        message = messages.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      }
      assertThat(message).isEqualTo(wanted);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void awaitTwo(Connection connection) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    connection.onEncryptionChange(
        now -> {
          if (EncryptionSnippets.isOn(now)) {
            done.complete(null);
          }
        });
    if (connection.encryption().filter(EncryptionSnippets::isOn).isPresent()) {
      done.complete(null);
    }
    done.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
  }

  @Test
  void identityIsStoredAndRestored() throws IOException {
    Path file = folder.resolve("key");
    try (DaveIdentity made = EncryptionSnippets.identity(file);
        DaveIdentity read = EncryptionSnippets.identity(file)) {
      assertThat(read.publicKey()).isEqualTo(made.publicKey());
    }
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }
}
