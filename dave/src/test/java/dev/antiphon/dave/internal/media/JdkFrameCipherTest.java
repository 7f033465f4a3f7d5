package dev.antiphon.dave.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.spi.FrameCipher;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Compares the frame cipher with Bouncy Castle's. */
class JdkFrameCipherTest {
  private static final int FULL = FrameCipher.FULL_TAG_LENGTH;
  private static final int TAG = FrameCipher.TAG_LENGTH;

  @Property(tries = 300)
  void jdkAndBouncyCastleCreateTheSameFrameAndTheJdkDecryptsIt(
      @ForAll int nonce,
      @ForAll @IntRange(max = 700) int length,
      @ForAll @IntRange(max = 20) int offset,
      @ForAll long seed) {
    byte[] in = random(seed, offset + length);
    byte[] ours = new byte[offset + length + FULL];
    byte[] theirs = new byte[offset + length + FULL];
    new JdkFrameCipher(key(seed)).seal(nonce, in, offset, length, ours, offset);
    new BouncyFrameCipher(key(seed)).seal(nonce, in, offset, length, theirs, offset);
    assertThat(Arrays.copyOf(ours, offset + length + TAG))
        .isEqualTo(Arrays.copyOf(theirs, offset + length + TAG));

    byte[] opened = new byte[length];
    assertThat(new JdkFrameCipher(key(seed)).open(nonce, in, 0, theirs, offset, length, opened, 0))
        .isTrue();
    assertThat(opened).isEqualTo(Arrays.copyOfRange(in, offset, offset + length));
  }

  @Property(tries = 300)
  void jdkAndBouncyCastleAgreeWhetherAFrameWithAdditionalDataIsAuthentic(
      @ForAll int nonce,
      @ForAll @IntRange(min = 1, max = 300) int length,
      @ForAll @IntRange(max = 30) int aadLength,
      @ForAll boolean damaged,
      @ForAll long seed) {
    byte[] aad = random(seed, aadLength + 3);
    byte[] sealed = random(seed + 1, length + TAG);
    if (!damaged) {
      sealed = seal(key(seed), nonce, Arrays.copyOf(aad, aadLength), Arrays.copyOf(sealed, length));
    }
    byte[] ours = random(7, length);
    byte[] theirs = random(7, length);
    boolean authentic =
        new JdkFrameCipher(key(seed)).open(nonce, aad, aadLength, sealed, 0, length, ours, 0);
    assertThat(authentic).isNotEqualTo(damaged);
    assertThat(
            new BouncyFrameCipher(key(seed))
                .open(nonce, aad, aadLength, sealed, 0, length, theirs, 0))
        .isEqualTo(authentic);
    assertThat(ours).as("no output for a frame that is not authentic").isEqualTo(theirs);
  }

  @Test
  void forgedFrameDoesNotBlockTheGenuineFrameWithTheSameNonce() {
    byte[] sealed = new byte[20 + FULL];
    JdkFrameCipher sender = new JdkFrameCipher(key(1));
    sender.seal(9, new byte[20], 0, 20, sealed, 0);
    byte[] forged = sealed.clone();
    forged[3] ^= 1;
    JdkFrameCipher receiver = new JdkFrameCipher(key(1));
    byte[] none = new byte[0];
    for (int i = 0; i < 3; i++) {
      assertThat(receiver.open(9, none, 0, forged, 0, 20, new byte[20], 0)).isFalse();
      assertThat(receiver.open(9, none, 0, sealed, 0, 20, new byte[20], 0)).isTrue();
    }
  }

  @Test
  void frameCanBeDecryptedInPlace() {
    byte[] speech = random(4, 33);
    byte[] frame = Arrays.copyOf(speech, 33 + FULL);
    new JdkFrameCipher(key(2)).seal(-1, frame, 0, 33, frame, 0);
    assertThat(new JdkFrameCipher(key(2)).open(-1, frame, 0, frame, 0, 33, frame, 0)).isTrue();
    assertThat(Arrays.copyOf(frame, 33)).isEqualTo(speech);
  }

  private static byte[] seal(byte[] key, int nonce, byte[] aad, byte[] text) {
    byte[] iv = new byte[12];
    for (int i = 0; i < 4; i++) {
      iv[8 + i] = (byte) (nonce >>> 8 * i);
    }
    return ReferenceSender.seal(key, iv, aad, text);
  }

  private static byte[] key(long seed) {
    return random(~seed, FrameCipher.KEY_LENGTH);
  }

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
