package dev.antiphon.dave.spi;

/**
 * AES-128-GCM with a tag of 64 bits, for one key and one direction (whitepaper 1.1.4, sections
 * Media Ciphersuite and Truncated authentication tag; NIST SP 800-38D).
 *
 * <p>GCM's nonce has 12 bytes: eight zero bytes, then the four bytes of the frame's nonce, the
 * least significant byte first. The tag is the first {@value #TAG_LENGTH} bytes of GCM's tag.
 *
 * <p>Only one thread at a time uses a cipher. A cipher is used either for {@link #seal} or for
 * {@link #open}, never for both. An Opus frame has a few hundred bytes, a video frame up to a few
 * hundred thousand, so a cipher should reuse its buffers.
 */
public interface FrameCipher extends AutoCloseable {
  /** The length of a key in bytes. */
  int KEY_LENGTH = 16;

  /** The length in bytes of the tag that is sent. */
  int TAG_LENGTH = 8;

  /**
   * The number of bytes that {@link #seal} may write after the ciphertext: the length of GCM's full
   * tag.
   */
  int FULL_TAG_LENGTH = 16;

  /**
   * Encrypts a whole frame, without additional data. The input and output ranges may overlap.
   *
   * @param nonce unsigned; never used before with this key
   * @param out receives {@code length} bytes of ciphertext and then the tag. It has space for
   *     {@code length} + {@value #FULL_TAG_LENGTH} bytes from {@code outOffset}. The bytes after
   *     the tag may be overwritten
   * @throws IllegalStateException if the cipher is closed or fails
   */
  void seal(int nonce, byte[] in, int offset, int length, byte[] out, int outOffset);

  /**
   * Decrypts a frame if the frame is authentic; otherwise the method writes nothing. The frame can
   * be forged. Its nonce can be any number, also the nonce of an earlier frame. The input and
   * output ranges may overlap.
   *
   * <p>The comparison of the tag must take constant time.
   *
   * @param nonce unsigned
   * @param aad begins with the additional authenticated data, which is not encrypted
   * @param aadLength the length of the additional data in bytes; usually 0
   * @param in contains {@code length} bytes of ciphertext from {@code offset}, and then the tag
   * @param out has space for {@code length} bytes from {@code outOffset}
   * @return whether the frame is authentic
   * @throws IllegalStateException if the cipher is closed or fails
   */
  boolean open(
      int nonce,
      byte[] aad,
      int aadLength,
      byte[] in,
      int offset,
      int length,
      byte[] out,
      int outOffset);

  /** Wipes the key and all buffers. */
  @Override
  void close();
}
