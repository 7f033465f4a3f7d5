package dev.antiphon.dave.internal.media;

import dev.antiphon.dave.internal.mls.crypto.RatchetSecret;
import dev.antiphon.dave.internal.mls.crypto.Secret;
import dev.antiphon.dave.spi.FrameCipher;
import dev.antiphon.dave.spi.FrameCiphers;
import java.util.Objects;

/**
 * Encrypts the Opus frames of one sender in one epoch (whitepaper, "Payload Format" and "OPUS"). It
 * encrypts all bytes of a frame. Only the silence frame is left unencrypted.
 *
 * <pre>
 * ciphertext | tag, 8 bytes | nonce, ULEB128 | size of everything after the ciphertext | FA FA
 * </pre>
 *
 * <p>No nonce is used twice with one key. Frames are counted from 1. After each 2^24 frames a new
 * key is derived and the old one is wiped. The counter has more than 32 bits, and a frame carries
 * the lowest 32 bits of it ("Key Rotation"). There must be only one encryptor for a sender and
 * epoch.
 *
 * <p>Only one thread at a time may use an instance. Only the cipher of the Java runtime allocates
 * memory for each frame.
 */
public final class FrameEncryptor implements AutoCloseable {
  /**
   * The maximum number of bytes that encryption adds: tag, nonce of at most five bytes, size and
   * marker. A cipher may use the same space.
   */
  public static final int MAX_OVERHEAD = FrameCipher.FULL_TAG_LENGTH;

  /** The number of frames after which the ratchet ends: its generations have 32 bits. */
  static final long MAX_FRAMES = 1L << (Integer.SIZE + SenderEpoch.GENERATION_SHIFT);

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
   * An encryptor for an epoch, starting with the first frame.
   *
   * @param ciphers creates a cipher for each generation
   * @param base the sender's exported secret, 16 bytes (whitepaper, "Sender Key Derivation"). The
   *     encryptor takes ownership and wipes it in the end
   */
  public static FrameEncryptor of(FrameCiphers ciphers, Secret base) {
    return new FrameEncryptor(ciphers, RatchetSecret.first(base), 0);
  }

  /**
   * An encryptor that has already encrypted {@code sent} frames, the last of them with this secret.
   */
  static FrameEncryptor after(FrameCiphers ciphers, long sent, RatchetSecret secret) {
    return new FrameEncryptor(ciphers, secret, sent);
  }

  /**
   * Encrypts one frame. The silence frame {@code F8 FF FE} is copied unchanged and uses no nonce.
   * Input and output may overlap.
   *
   * @param out has space for {@code length} + {@link #MAX_OVERHEAD} bytes from {@code outOffset}.
   *     The bytes after the frame are undefined afterwards
   * @return the length of the encrypted frame in bytes
   * @throws IndexOutOfBoundsException if a range is outside its array, or if the space is too small
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

  /** The number of encrypted frames. It is also the nonce of the last one. */
  public long encrypted() {
    return counter;
  }

  /**
   * The number of frames that can still be encrypted in this epoch. It starts at 2^56 - 1, a number
   * that no call reaches.
   */
  public long framesLeft() {
    return MAX_FRAMES - 1 - counter;
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

  /** The number of encrypted frames, without any key. */
  @Override
  public String toString() {
    return "FrameEncryptor[" + counter + " frames]";
  }
}
