package dev.antiphon.dave.internal.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.dave.internal.mls.crypto.RatchetSecret;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/**
 * Compares frames of random sizes, plain ranges and offsets with a reference that uses Bouncy
 * Castle's GCM.
 */
class FramePropertyTest {
  private final ReferenceSender sender = new ReferenceSender(3);

  @Property(tries = 200)
  void encryptedFramesEqualTheFramesOfTheReferenceSender(
      @ForAll @IntRange(max = 1_500) int length,
      @ForAll @LongRange(max = 0xFF_FFFEL) long sent,
      @ForAll @IntRange(max = 50) int offset,
      @ForAll @IntRange(max = 50) int outOffset,
      @ForAll long seed) {
    byte[] media = media(seed, offset + length);
    FrameEncryptor encryptor =
        FrameEncryptor.after(JdkFrameCipher::new, sent, RatchetSecret.first(sender.base()));
    byte[] out = new byte[outOffset + length + FrameEncryptor.MAX_OVERHEAD];
    int written = encryptor.encrypt(media, offset, length, out, outOffset);
    byte[] speech = Arrays.copyOfRange(media, offset, offset + length);
    assertThat(Arrays.copyOfRange(out, outOffset, outOffset + written))
        .isEqualTo(sender.frame(sent + 1, speech));
  }

  @Property(tries = 200)
  void framesOfTheReferenceSenderAreDecrypted(
      @ForAll @IntRange(max = 1_500) int length,
      @ForAll @LongRange(max = 0xFF_FFFFL) long nonce,
      @ForAll @IntRange(max = 8) int ranges,
      @ForAll @IntRange(max = 50) int offset,
      @ForAll @IntRange(max = 50) int outOffset,
      @ForAll long seed) {
    byte[] media = media(seed, length);
    byte[] frame = sender.frame(nonce, media, ranges(seed, ranges, length));
    byte[] in = new byte[offset + frame.length];
    System.arraycopy(frame, 0, in, offset, frame.length);
    byte[] out = new byte[outOffset + frame.length];
    FrameDecryptor decryptor = new FrameDecryptor(JdkFrameCipher::new);
    decryptor.addEpoch(1, sender.base(), 0);
    assertThat(decryptor.decrypt(in, offset, frame.length, out, outOffset, 1))
        .isEqualTo(FrameOutcome.DECRYPTED);
    assertThat(Arrays.copyOfRange(out, outOffset, outOffset + decryptor.length())).isEqualTo(media);
  }

  @Property(tries = 200)
  void damagedFramesAreDroppedAndDoNotAffectLaterFrames(
      @ForAll @IntRange(min = 1, max = 300) int length,
      @ForAll @IntRange(max = 4) int ranges,
      @ForAll long seed) {
    Random random = new Random(seed);
    byte[] media = media(seed, length);
    byte[] frame = sender.frame(9, media, ranges(seed, ranges, length));
    Receiver receiver = new Receiver(sender);
    byte[] damaged = Arrays.copyOf(frame, random.nextInt(frame.length + 20));
    for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
    }
    if (!Arrays.equals(damaged, frame)) {
      assertThat(receiver.receive(damaged).isDelivered()).isFalse();
    }
    assertThat(receiver.receive(frame)).isEqualTo(FrameOutcome.DECRYPTED);
    assertThat(receiver.plain).isEqualTo(media);
  }

  private static byte[] media(long seed, int length) {
    byte[] media = new byte[length];
    new Random(seed).nextBytes(media);
    return media;
  }

  /** Some ranges in ascending order, none empty, with encrypted bytes between them. */
  private static int[] ranges(long seed, int count, int length) {
    int most = Math.min(2 * count, (length + 1) / 2 * 2);
    int[] bounds = new Random(seed).ints(0, length + 1).distinct().limit(most).sorted().toArray();
    for (int end = 1; end < bounds.length; end += 2) {
      bounds[end] -= bounds[end - 1];
    }
    return bounds;
  }
}
