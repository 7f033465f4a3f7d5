package dev.antiphon.dave.internal.media;

import dev.antiphon.dave.internal.mls.crypto.RatchetSecret;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.spi.FrameCipher;
import dev.antiphon.dave.spi.FrameCiphers;
import java.util.Objects;

/**
 * Encrypts the Opus frames of one sender in one epoch (whitepaper, "Payload Format" and "OPUS"):
 * all of a frame, with nothing left plain but silence.
 *
 * <pre>
 * ciphertext | tag, 8 bytes | nonce, ULEB128 | size of all behind the ciphertext | FA FA
 * </pre>
 *
 * <p>No nonce is used twice under one key: frames count from 1, each 2^24 a new key is derived and
 * the old one wiped, and the counter outlives the 32 bits of it that the frame carries ("Key
 * Rotation"). There must be one encryptor only for a sender and epoch.
 *
 * <p>Belongs to one thread at a time. The only allocations per frame are those of the Java
 * runtime's cipher.
 */
public final class FrameEncryptor implements AutoCloseable {
  /**
   * The most bytes by which a frame grows: tag, nonce of at most five bytes, size and marker. A
   * cipher may use the same room.
   */
  public static final int MAX_OVERHEAD = FrameCipher.FULL_TAG_LENGTH;

  /** Frames before the ratchet, whose generations have 32 bits, is at its end. */
  static final long MOST_FRAMES = 1L << (Integer.SIZE + SenderEpoch.GENERATION_SHIFT);

  private static final byte MARKER = (byte) 0xFA;
  private static final int SEVEN_BITS = 0x7F;

  private final FrameCiphers ciphers;
  private RatchetSecret secret;
  private FrameKey key;
  private long generation;
  private long counter;
  private boolean closed;

  private FrameEncryptor(FrameCiphers ciphers, RatchetSecret secret, long sent) {
    this.ciphers = ciphers;
    this.secret = secret;
    this.counter = sent;
    this.generation = sent >>> SenderEpoch.GENERATION_SHIFT;
    this.key = new FrameKey(ciphers, secret);
  }

  /**
   * Encrypts from the first frame of an epoch on.
   *
   * @param ciphers make a cipher for each generation
   * @param base the sender's exported secret, 16 bytes (whitepaper, "Sender Key Derivation"); it is
   *     taken over, and wiped in the end
   */
  public static FrameEncryptor of(FrameCiphers ciphers, Secret base) {
    return new FrameEncryptor(ciphers, RatchetSecret.first(base), 0);
  }

  /** An encryptor that has sent so many frames already, the last of them under this secret. */
  static FrameEncryptor after(FrameCiphers ciphers, long sent, RatchetSecret secret) {
    return new FrameEncryptor(ciphers, secret, sent);
  }

  /**
   * Encrypts one frame. The silence frame {@code F8 FF FE} is copied as it is and uses no nonce.
   * Input and output may overlap.
   *
   * @param out has room for {@code length} and {@link #MAX_OVERHEAD} bytes from {@code outOffset};
   *     what the frame does not fill of them is undefined afterwards
   * @return the number of bytes that the frame has
   * @throws IndexOutOfBoundsException if a part lies outside of its array, or the room is too small
   * @throws IllegalStateException if {@link #framesLeft()} is 0, or the encryptor is closed
   */
  public int encrypt(byte[] in, int offset, int length, byte[] out, int outOffset) {
    Objects.checkFromIndexSize(offset, length, in.length);
    Objects.checkFromIndexSize(outOffset, length + MAX_OVERHEAD, out.length);
    if (closed) {
      throw new IllegalStateException("The encryptor is closed");
    }
    if (Silence.is(in, offset, length)) {
      System.arraycopy(in, offset, out, outOffset, length);
      return length;
    }
    if (framesLeft() == 0) {
      throw new IllegalStateException("All nonces of this epoch are used up");
    }
    counter++;
    advance();
    key.seal((int) counter, in, offset, length, out, outOffset);
    return writeTrailer((int) counter, length, out, outOffset);
  }

  private void advance() {
    if (counter >>> SenderEpoch.GENERATION_SHIFT > generation) {
      RatchetSecret next = secret.next();
      close(secret, key);
      secret = next;
      key = new FrameKey(ciphers, next);
      generation++;
    }
  }

  private static int writeTrailer(int nonce, int length, byte[] out, int outOffset) {
    int at = outOffset + length + FrameCipher.TAG_LENGTH;
    int rest = nonce;
    for (; (rest & ~SEVEN_BITS) != 0; rest >>>= 7) {
      out[at++] = (byte) (rest | ~SEVEN_BITS);
    }
    out[at++] = (byte) rest;
    int end = at + 3;
    out[at++] = (byte) (end - outOffset - length);
    out[at++] = MARKER;
    out[at] = MARKER;
    return end - outOffset;
  }

  /** How many frames have been encrypted, which is the nonce of the last one. */
  public long encrypted() {
    return counter;
  }

  /**
   * How many more frames can be encrypted in this epoch: at first 2^56 less one, a number that no
   * call reaches.
   */
  public long framesLeft() {
    return MOST_FRAMES - 1 - counter;
  }

  /** Wipes the keys. */
  @Override
  public void close() {
    if (!closed) {
      close(secret, key);
    }
    closed = true;
  }

  private static void close(RatchetSecret secret, FrameKey key) {
    secret.close();
    key.close();
  }

  /** The number of frames encrypted, and nothing of the keys. */
  @Override
  public String toString() {
    return "FrameEncryptor[" + counter + " frames]";
  }
}
