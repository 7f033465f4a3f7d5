package dev.antiphon.spec.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.DaveEffect;
import dev.antiphon.dave.DaveEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs the example of the README of the module dave. */
class OwnEncryptionTest {
  private static final byte[] OPUS = {1, 2, 3, 4};

  @Test
  void framesAreSentUnencryptedOnlyAfterTheGatewayDisablesEncryption() {
    List<DaveEffect> effects = new ArrayList<>();
    try (OwnEncryption encryption = new OwnEncryption(1, 2, effects::add)) {
      encryption.handle(new DaveEvent.Begin(1));
      assertThat(effects).hasAtLeastOneElementOfType(DaveEffect.SendKeyPackage.class);
      assertThat(encryption.encrypt(OPUS)).isEmpty();
      assertThat(encryption.decrypt(3, OPUS)).isEmpty();

      encryption.handle(new DaveEvent.Begin(0));
      assertThat(encryption.encrypt(OPUS)).isEmpty();
      encryption.allowUnencrypted();
      assertThat(encryption.encrypt(OPUS)).contains(OPUS);
      assertThat(encryption.decrypt(3, OPUS)).contains(OPUS);
    }
  }
}
