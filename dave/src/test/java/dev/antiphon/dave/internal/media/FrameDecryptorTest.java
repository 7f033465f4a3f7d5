package dev.antiphon.dave.internal.media;

import static dev.antiphon.dave.internal.media.FrameOutcome.DECRYPTED;
import static dev.antiphon.dave.internal.media.FrameOutcome.MALFORMED;
import static dev.antiphon.dave.internal.media.FrameOutcome.NOT_AUTHENTIC;
import static dev.antiphon.dave.internal.media.FrameOutcome.NOT_ENCRYPTED;
import static dev.antiphon.dave.internal.media.FrameOutcome.NO_KEY;
import static dev.antiphon.dave.internal.media.FrameOutcome.PASSED_THROUGH;
import static dev.antiphon.dave.internal.media.FrameOutcome.REPLAYED;
import static dev.antiphon.dave.internal.media.FrameOutcome.SILENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecryptorTest {
  private static final byte[] SPEECH = HexFormat.of().parseHex("0123456789abcdef".repeat(5));
  private static final byte[] F8FFFE = HexFormat.of().parseHex("f8fffe");

  private final ReferenceSender sender = new ReferenceSender(7);
  private final Receiver receiver = new Receiver(sender);

  @Test
  void framesOfAReferenceSenderAreDecrypted() {
    assertThat(receiver.receive(sender.frame(1, SPEECH))).isEqualTo(DECRYPTED);
    assertThat(receiver.plain).isEqualTo(SPEECH);
    assertThat(DECRYPTED.isDelivered()).isTrue();
  }

  @Test
  void nonceZeroIsAccepted() {
    assertThat(receiver.receive(sender.frame(0, SPEECH))).isEqualTo(DECRYPTED);
    assertThat(receiver.receive(sender.frame(0, SPEECH))).isEqualTo(REPLAYED);
  }

  @Test
  void unencryptedRangesOfAFrameAreCopiedUnchanged() {
    byte[] frame = sender.frame(1, SPEECH, 0, 3, 10, 9, 39, 1);
    assertThat(receiver.receive(frame)).isEqualTo(DECRYPTED);
    assertThat(receiver.plain).isEqualTo(SPEECH);
  }

  @Test
  void adjacentAndEmptyUnencryptedRangesAreAccepted() {
    byte[] frame = sender.frame(1, SPEECH, 0, 0, 2, 3, 5, 4, 40, 0);
    assertThat(receiver.receive(frame)).isEqualTo(DECRYPTED);
    assertThat(receiver.plain).isEqualTo(SPEECH);
  }

  @Test
  void emptyFrameIsDecrypted() {
    assertThat(receiver.receive(sender.frame(1, new byte[0]))).isEqualTo(DECRYPTED);
    assertThat(receiver.plain).isEmpty();
  }

  @Test
  void frameWithUnencryptedRangesButNoCiphertextIsAuthenticated() {
    byte[] frame = sender.frame(1, SPEECH, 0, SPEECH.length);
    assertThat(Arrays.copyOf(frame, SPEECH.length)).isEqualTo(SPEECH);
    byte[] forged = frame.clone();
    forged[5]++;
    assertThat(receiver.receive(forged)).isEqualTo(NOT_AUTHENTIC);
    assertThat(receiver.receive(frame)).isEqualTo(DECRYPTED);
  }

  @Test
  void reorderedFramesAreAcceptedOnceAndReplaysAreRefused() {
    for (int nonce : new int[] {1, 4, 3, 9, 2}) {
      assertThat(receiver.receive(sender.frame(nonce, SPEECH))).isEqualTo(DECRYPTED);
    }
    for (int nonce : new int[] {1, 2, 3, 4, 9}) {
      assertThat(receiver.receive(sender.frame(nonce, SPEECH))).isEqualTo(REPLAYED);
    }
  }

  @Test
  void noncesBelowTheFirstReceivedNonceAreRefused() {
    assertThat(receiver.receive(sender.frame(3, SPEECH))).isEqualTo(DECRYPTED);
    assertThat(receiver.receive(sender.frame(1, SPEECH))).isEqualTo(REPLAYED);
    assertThat(receiver.receive(sender.frame(2, SPEECH))).isEqualTo(REPLAYED);
  }

  @Test
  void everyChangedBitIsDetectedAndForgedFramesDoNotAffectLaterFrames() {
    byte[] frame = sender.frame(0x3FFE, SPEECH, 4, 4);
    for (int bit = 0; bit < Byte.SIZE * frame.length; bit++) {
      byte[] forged = frame.clone();
      forged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThat(receiver.receive(forged).isDelivered()).as("bit %d", bit).isFalse();
      assertThat(receiver.plain).isEmpty();
    }
    assertThat(receiver.receive(sender.frame(1, SPEECH))).isEqualTo(DECRYPTED);
    assertThat(receiver.receive(frame)).isEqualTo(DECRYPTED);
    assertThat(receiver.receive(sender.frame(0x3FFD, SPEECH))).isEqualTo(DECRYPTED);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void forgedFrameDoesNotBlockTheGenuineFrameWithTheSameNonce(int nonce) {
    byte[] forged = sender.frame(nonce, SPEECH);
    forged[0]++;
    for (int i = 0; i < 3; i++) {
      assertThat(receiver.receive(forged)).isEqualTo(NOT_AUTHENTIC);
    }
    assertThat(receiver.receive(sender.frame(nonce, SPEECH))).isEqualTo(DECRYPTED);
  }

  @Test
  void outputIsNotChangedByADroppedFrame() {
    byte[] forged = sender.frame(1, SPEECH, 0, 8);
    forged[20]++;
    byte[] out = new byte[forged.length];
    receiver.decryptor.decrypt(forged, 0, forged.length, out, 0, receiver.now);
    assertThat(out).containsOnly(0);
    assertThat(receiver.decryptor.length()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 20, 40, 99})
  void inputAndOutputMayOverlap(int outOffset) {
    byte[] frame = sender.frame(1, SPEECH, 2, 7);
    byte[] buffer = new byte[200];
    System.arraycopy(frame, 0, buffer, 20, frame.length);
    receiver.decryptor.decrypt(buffer, 20, frame.length, buffer, outOffset, receiver.now);
    assertThat(Arrays.copyOfRange(buffer, outOffset, outOffset + SPEECH.length)).isEqualTo(SPEECH);
  }

  @Test
  void silenceFrameIsDeliveredEvenWithoutKeys() {
    assertThat(receiver.receive(F8FFFE)).isEqualTo(SILENCE);
    assertThat(receiver.plain).isEqualTo(F8FFFE);
    assertThat(receiver.receive(Arrays.copyOf(F8FFFE, 4))).isEqualTo(NOT_ENCRYPTED);
    assertThat(receiver.receive(Arrays.copyOf(F8FFFE, 2))).isEqualTo(NOT_ENCRYPTED);
    assertThat(new Receiver().receive(F8FFFE)).isEqualTo(SILENCE);
  }

  @Test
  void unencryptedFramesAreDeliveredDuringPassthroughAndOtherwiseDropped() {
    byte[] marked = HexFormat.of().parseHex("00".repeat(20) + "ff0afafa");
    assertThat(receiver.receive(SPEECH)).isEqualTo(NOT_ENCRYPTED);
    assertThat(receiver.receive(marked)).isEqualTo(MALFORMED);
    receiver.decryptor.allowPassthroughUntil(receiver.now + 10 * Receiver.SECOND);
    receiver.pass(9.999);
    assertThat(receiver.receive(SPEECH)).isEqualTo(PASSED_THROUGH);
    assertThat(receiver.plain).isEqualTo(SPEECH);
    assertThat(receiver.receive(marked)).isEqualTo(PASSED_THROUGH);
    receiver.pass(0.001);
    assertThat(receiver.receive(SPEECH)).isEqualTo(NOT_ENCRYPTED);
    receiver.decryptor.allowPassthrough();
    receiver.pass(1_000_000);
    assertThat(receiver.receive(SPEECH)).isEqualTo(PASSED_THROUGH);
    receiver.decryptor.forbidPassthrough();
    assertThat(receiver.receive(SPEECH)).isEqualTo(NOT_ENCRYPTED);
  }

  @Test
  void encryptedFramesAreNeverDeliveredWithoutDecryption() {
    receiver.decryptor.allowPassthrough();
    byte[] forged = sender.frame(1, SPEECH);
    forged[0]++;
    assertThat(receiver.receive(forged)).isEqualTo(NOT_AUTHENTIC);
    assertThat(receiver.receive(sender.frame(1, SPEECH))).isEqualTo(DECRYPTED);
    assertThat(receiver.receive(sender.frame(1, SPEECH))).isEqualTo(REPLAYED);
    assertThat(new Receiver().receive(sender.frame(1, SPEECH))).isEqualTo(NO_KEY);
  }

  @Test
  void receivedFramesAreCountedByOutcome() {
    receiver.receive(sender.frame(1, SPEECH));
    receiver.receive(sender.frame(1, SPEECH));
    receiver.receive(sender.frame(2, SPEECH));
    receiver.receive(SPEECH);
    assertThat(receiver.decryptor.count(DECRYPTED)).isEqualTo(2);
    assertThat(receiver.decryptor.count(REPLAYED)).isEqualTo(1);
    assertThat(receiver.decryptor.count(NOT_ENCRYPTED)).isEqualTo(1);
    assertThat(receiver.decryptor.count(NOT_AUTHENTIC)).isZero();
  }

  @Test
  void decryptThrowsWhenABufferIsTooSmall() {
    byte[] frame = sender.frame(1, SPEECH);
    byte[] tight = new byte[frame.length - 1];
    assertThatThrownBy(
            () -> receiver.decryptor.decrypt(frame, 0, frame.length, tight, 0, receiver.now))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(
            () -> receiver.decryptor.decrypt(frame, 1, frame.length, frame, 0, receiver.now))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void closeDeletesTheKeysOfTheDecryptor() {
    var base = sender.base();
    receiver.add(base);
    receiver.decryptor.close();
    assertThatThrownBy(base::toArray).isInstanceOf(IllegalStateException.class);
    assertThat(receiver.receive(sender.frame(1, SPEECH))).isEqualTo(NO_KEY);
    assertThat(receiver.decryptor).hasToString("FrameDecryptor[0 epochs]");
  }
}
