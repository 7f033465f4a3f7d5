package dev.antiphon.spec.guides;

import dev.antiphon.Connection;
import dev.antiphon.Voice;
import dev.antiphon.VoiceOptions;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.internal.mls.crypto.SignatureKeyPair;
import dev.antiphon.protocol.DiscordGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.function.Consumer;

/** The pieces of the guide to encryption. */
final class EncryptionSnippets {
  private EncryptionSnippets() {}

  static void show(Connection connection, Consumer<String> tell) {
    // doc:begin encryption
    connection.onEncryptionChange(
        now -> {
          switch (now.status()) {
            case ON -> tell.accept("encrypted, privacy code " + now.privacyCode().orElse("none"));
            case WAITING -> tell.accept("encrypted, but there are no keys yet");
            case OFF -> tell.accept("not encrypted end to end");
          }
        });
    // doc:end
  }

  static void compare(Connection connection, long user, Consumer<String> tell) {
    // doc:begin pairwise
    connection
        .encryption()
        .flatMap(now -> now.pairwiseCode(user)) // 100 ms of arithmetic
        .ifPresent(code -> tell.accept("Do you see " + code + " beside my name?"));
    // doc:end
  }

  // doc:begin identity
  static SignatureKeyPair identity(Path file) throws IOException {
    if (Files.exists(file)) {
      return SignatureKeyPair.of(Secret.owning(Files.readAllBytes(file)));
    }
    SignatureKeyPair fresh = SignatureKeyPair.generate(new SecureRandom());
    var ownerOnly = PosixFilePermissions.fromString("rw-------"); // not on Windows
    Files.createFile(file, PosixFilePermissions.asFileAttribute(ownerOnly));
    try (Secret key = fresh.privateKey()) {
      Files.write(file, key.toArray());
    }
    return fresh;
  }

  // doc:end

  static void keptOverRestarts(
      DiscordGateway gateway, long bot, VoiceOptions options, Path folder, Consumer<Voice> use)
      throws IOException {
    // doc:begin withIdentity
    try (SignatureKeyPair identity = identity(folder.resolve("identity.key"));
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
