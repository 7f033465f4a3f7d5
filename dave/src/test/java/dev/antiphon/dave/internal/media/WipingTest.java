package dev.antiphon.dave.internal.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.spi.FrameCiphers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Keys are wiped when they are no longer used, and texts contain no key. */
class WipingTest {
  private static final byte[] SPEECH = new byte[20];

  private final ReferenceSender sender = new ReferenceSender(5);

  @Test
  void closedCipherWipesItsKeyAndThrows() {
    Secret key = Secret.copyOf(sender.key(0));
    JdkFrameCipher cipher = new JdkFrameCipher(key);
    cipher.seal(1, SPEECH, 0, 20, new byte[40], 0);
    cipher.close();
    assertThatThrownBy(key::toArray).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> cipher.seal(2, SPEECH, 0, 20, new byte[40], 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keyArrayIsWipedAfterTheCipherIsCreated() {
    List<byte[]> given = new ArrayList<>();
    List<byte[]> seen = new ArrayList<>();
    FrameCiphers recording =
        key -> {
          given.add(key);
          seen.add(key.clone());
          return new JdkFrameCipher(key);
        };
    try (FrameEncryptor encryptor = FrameEncryptor.of(recording, sender.base())) {
      byte[] frame = new byte[40];
      int length = encryptor.encrypt(SPEECH, 0, 20, frame, 0);
      assertThat(Arrays.copyOf(frame, length)).isEqualTo(sender.frame(1, SPEECH));
    }
    assertThat(seen).containsExactly(sender.key(0));
    assertThat(given).containsExactly(new byte[16]);
  }

  @Test
  void closedEpochThrowsOnDecryption() {
    byte[] frame = sender.frame(1, SPEECH);
    ProtocolFrame read = new ProtocolFrame();
    assertThat(read.read(frame, 0, frame.length)).isTrue();
    SenderEpoch epoch = new SenderEpoch(JdkFrameCipher::new, sender.base(), 0);
    epoch.close();
    Supplier<FrameOutcome> opened = () -> epoch.open(read, frame, 0, new byte[40], 0, 1);
    assertThatThrownBy(opened::get).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void newGenerationWipesTheSecretOfTheOldGeneration() {
    Secret base = sender.base();
    Receiver receiver = new Receiver();
    receiver.add(base);
    receiver.pass(200_000);
    receiver.receive(sender.frame(1 << 24, SPEECH));
    assertThatThrownBy(base::toArray).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void toStringContainsNoKey() {
    Secret key = Secret.copyOf(sender.key(0));
    assertThat(new AesKey(key)).hasToString("AesKey");
    assertThat(new JdkFrameCipher(key)).hasToString("JdkFrameCipher");
  }
}
