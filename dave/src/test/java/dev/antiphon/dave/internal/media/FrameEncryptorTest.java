package dev.antiphon.dave.internal.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.dave.internal.mls.crypto.RatchetSecret;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameEncryptorTest {
  private static final byte[] SPEECH = HexFormat.of().parseHex("78".repeat(33));
  private static final byte[] SILENCE = HexFormat.of().parseHex("f8fffe");

  private final ReferenceSender reference = new ReferenceSender(7);

  @Test
  void firstFrameEndsWithNonce1AndTrailerSize12AndMarker() {
    byte[] frame = encrypt(FrameEncryptor.of(JdkFrameCipher::new, reference.base()), SPEECH);
    assertThat(frame).hasSize(33 + 8 + 4).isEqualTo(reference.frame(1, SPEECH));
    assertThat(HexFormat.of().formatHex(frame)).endsWith("010cfafa");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 0x7F, 0x80, 0x3FFF, 0x4000, 0x1F_FFFF, 0x20_0000, 0xFF_FFFF})
  void nonceIsWrittenInTheShortestEncoding(long nonce) {
    FrameEncryptor encryptor = FrameEncryptor.after(JdkFrameCipher::new, nonce - 1, ratchet(0));
    assertThat(encrypt(encryptor, SPEECH)).isEqualTo(reference.frame(nonce, SPEECH));
  }

  @Test
  void keyIsDifferentInEachGeneration() {
    FrameEncryptor encryptor = FrameEncryptor.after(JdkFrameCipher::new, 0xFF_FFFE, ratchet(0));
    for (long nonce = 0xFF_FFFF; nonce <= 0x100_0001; nonce++) {
      assertThat(encrypt(encryptor, SPEECH)).isEqualTo(reference.frame(nonce, SPEECH));
    }
  }

  @Test
  void keyGenerationContinuesToIncreaseWhenTheNonceReturnsToZero() {
    FrameEncryptor encryptor =
        FrameEncryptor.after(JdkFrameCipher::new, 0xFFFF_FFFEL, ratchet(255));
    byte[] last = encrypt(encryptor, SPEECH);
    assertThat(last).isEqualTo(ReferenceSender.frame(reference.key(255), -1, SPEECH));
    assertThat(last).hasSize(33 + FrameEncryptor.MAX_OVERHEAD);
    assertThat(encrypt(encryptor, SPEECH))
        .isEqualTo(ReferenceSender.frame(reference.key(256), 0, SPEECH));
    assertThat(encrypt(encryptor, SPEECH))
        .isEqualTo(ReferenceSender.frame(reference.key(256), 1, SPEECH));
    assertThat(encryptor.encrypted()).isEqualTo(0x1_0000_0001L);
  }

  @Test
  void encryptThrowsAfterTheLastKeyOfTheRatchet() {
    FrameEncryptor encryptor =
        FrameEncryptor.after(
            JdkFrameCipher::new,
            FrameEncryptor.MAX_FRAMES - 2,
            RatchetSecret.first(reference.base()));
    assertThat(encryptor.framesLeft()).isEqualTo(1);
    encrypt(encryptor, SPEECH);
    assertThat(encryptor.framesLeft()).isZero();
    assertThatThrownBy(() -> encrypt(encryptor, SPEECH)).isInstanceOf(IllegalStateException.class);
    assertThat(encrypt(encryptor, SILENCE)).isEqualTo(SILENCE);
  }

  @Test
  void silenceFrameIsNotEncryptedAndUsesNoNonce() {
    FrameEncryptor encryptor = FrameEncryptor.of(JdkFrameCipher::new, reference.base());
    assertThat(encrypt(encryptor, SILENCE)).isEqualTo(SILENCE);
    assertThat(encryptor.encrypted()).isZero();
    byte[] longer = Arrays.copyOf(SILENCE, 4);
    assertThat(encrypt(encryptor, longer)).isEqualTo(reference.frame(1, longer));
    byte[] other = {(byte) 0xF8, (byte) 0xFF, (byte) 0xFF};
    assertThat(encrypt(encryptor, other)).isEqualTo(reference.frame(2, other));
  }

  @Test
  void emptyFrameIsEncrypted() {
    assertThat(encrypt(FrameEncryptor.of(JdkFrameCipher::new, reference.base()), new byte[0]))
        .isEqualTo(reference.frame(1, new byte[0]));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 40, 99})
  void inputAndOutputMayOverlap(int outOffset) {
    byte[] buffer = new byte[160];
    System.arraycopy(SPEECH, 0, buffer, 20, 33);
    FrameEncryptor encryptor = FrameEncryptor.of(JdkFrameCipher::new, reference.base());
    int length = encryptor.encrypt(buffer, 20, 33, buffer, outOffset);
    assertThat(Arrays.copyOfRange(buffer, outOffset, outOffset + length))
        .isEqualTo(reference.frame(1, SPEECH));
  }

  @Test
  void bytesOutsideTheOutputRangeDoNotChange() {
    byte[] out = new byte[100];
    FrameEncryptor.of(JdkFrameCipher::new, reference.base()).encrypt(SPEECH, 3, 20, out, 10);
    assertThat(Arrays.copyOf(out, 10)).containsOnly(0);
    assertThat(Arrays.copyOfRange(out, 10 + 20 + FrameEncryptor.MAX_OVERHEAD, 100)).containsOnly(0);
  }

  @Test
  void tooSmallOutputIsRefusedBeforeANonceIsUsed() {
    FrameEncryptor encryptor = FrameEncryptor.of(JdkFrameCipher::new, reference.base());
    byte[] tight = new byte[33 + FrameEncryptor.MAX_OVERHEAD - 1];
    assertThatThrownBy(() -> encryptor.encrypt(SPEECH, 0, 33, tight, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> encryptor.encrypt(SPEECH, 1, 33, new byte[99], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(encryptor.encrypted()).isZero();
  }

  @Test
  void encryptThrowsAfterClose() {
    FrameEncryptor encryptor = FrameEncryptor.of(JdkFrameCipher::new, reference.base());
    encryptor.close();
    encryptor.close();
    assertThatThrownBy(() -> encrypt(encryptor, SPEECH)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> encrypt(encryptor, SILENCE)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closeWipesTheSecret() {
    var base = reference.base();
    FrameEncryptor.of(JdkFrameCipher::new, base).close();
    assertThatThrownBy(base::toArray).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void toStringContainsTheNumberOfFramesAndNoSecret() {
    FrameEncryptor encryptor = FrameEncryptor.of(JdkFrameCipher::new, reference.base());
    encrypt(encryptor, SPEECH);
    assertThat(encryptor).hasToString("FrameEncryptor[1 frames]");
  }

  private RatchetSecret ratchet(int generation) {
    RatchetSecret secret = RatchetSecret.first(reference.base());
    for (int at = 0; at < generation; at++) {
      secret = secret.next();
    }
    return secret;
  }

  private static byte[] encrypt(FrameEncryptor encryptor, byte[] frame) {
    byte[] out = new byte[frame.length + FrameEncryptor.MAX_OVERHEAD];
    return Arrays.copyOf(out, encryptor.encrypt(frame, 0, frame.length, out, 0));
  }
}
