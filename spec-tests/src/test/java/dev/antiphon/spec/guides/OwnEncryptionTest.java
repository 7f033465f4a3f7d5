package dev.antiphon.spec.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.DaveEffect;
import dev.antiphon.dave.DaveEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of the module's README runs. */
class OwnEncryptionTest {
  private static final byte[] OPUS = {1, 2, 3, 4};

  @Test
  void framesWaitForKeysAndGoInClearOnlyIfTheGatewaySaysSo() {
    List<DaveEffect> effects = new ArrayList<>();
    try (OwnEncryption encryption = new OwnEncryption(1, 2, effects::add)) {
      encryption.happened(new DaveEvent.Begin(1));
      assertThat(effects).hasAtLeastOneElementOfType(DaveEffect.SendKeyPackage.class);
      assertThat(encryption.toSend(OPUS)).isEmpty();
      assertThat(encryption.received(3, OPUS)).isEmpty();

      encryption.happened(new DaveEvent.Begin(0));
      assertThat(encryption.toSend(OPUS)).contains(OPUS);
      assertThat(encryption.received(3, OPUS)).contains(OPUS);
    }
  }
}
