package dev.antiphon.spec.guides;

import dev.antiphon.Connection;
import dev.antiphon.EndToEnd;
import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.DaveIdentity;
import dev.antiphon.protocol.DiscordGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The code of the encryption guide. */
final class EncryptionSnippets {
  private EncryptionSnippets() {}

  static void show(Connection connection, Consumer<String> chat) {
    // doc:begin encryption
    connection.onEncryptionChange(
        now -> {
          switch (now.status()) {
            case ON -> chat.accept("encrypted, privacy code " + now.privacyCode().orElse("none"));
            case WAITING -> chat.accept("encrypted, but the keys are not available yet");
            case OFF -> chat.accept("not encrypted end to end");
          }
        });
    // doc:end
  }

  static VoiceOptions required() {
    // doc:begin required
    VoiceOptions options = VoiceOptions.builder().endToEnd(EndToEnd.REQUIRED).build();
    // doc:end
    return options;
  }

  static void ask(Connection connection, AtomicBoolean mayTalk, Consumer<String> chat) {
    // doc:begin ended
    connection.onEncryptionChange(
        now -> {
          if (now.status() == DaveEncryption.Status.OFF) {
            mayTalk.set(false); // the code that sends frames reads it
            chat.accept("This call is not encrypted end to end. May I talk?");
          }
        });
    // doc:end
  }

  static void compare(Connection connection, long user, Consumer<String> chat) {
    // doc:begin pairwise
    connection
        .encryption()
        .flatMap(now -> now.pairwiseCode(user)) // takes about 100 ms
        .ifPresent(code -> chat.accept("Do you see " + code + " next to my name?"));
    // doc:end
  }

  // doc:begin identity
  static DaveIdentity identity(Path file) throws IOException {
    if (Files.exists(file)) {
      byte[] key = Files.readAllBytes(file);
      try {
        return DaveIdentity.of(key);
      } finally {
        Arrays.fill(key, (byte) 0);
      }
    }
    DaveIdentity identity = DaveIdentity.generate();
    var ownerOnly = PosixFilePermissions.fromString("rw-------"); // not on Windows
    Files.createFile(file, PosixFilePermissions.asFileAttribute(ownerOnly));
    byte[] key = identity.privateKey();
    Files.write(file, key);
    Arrays.fill(key, (byte) 0);
    return identity;
  }

  // doc:end

  static void keptOverRestarts(
      DiscordGateway gateway, long bot, VoiceOptions options, Path folder, Consumer<Voice> use)
      throws IOException {
    // doc:begin withIdentity
    try (DaveIdentity identity = identity(folder.resolve("identity.key"));
        Voice voice =
            Voice.builder(gateway).userId(bot).options(options).identity(identity).build()) {
      use.accept(voice);
    }
    // doc:end
  }

  static boolean isOn(DaveEncryption now) {
    return now.status() == DaveEncryption.Status.ON && now.members().size() == 2;
  }
}
