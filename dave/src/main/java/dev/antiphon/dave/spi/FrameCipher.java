package dev.antiphon.dave.spi;

/**
 * AES-128-GCM with a tag of 64 bits under one key (whitepaper 1.1.4, sections Media Ciphersuite and
 * Truncated authentication tag; NIST SP 800-38D), for one direction.
 *
 * <p>GCM's nonce has 12 bytes: eight zeros, then the four bytes of the frame's nonce, the lowest
 * first. The tag is the first {@value #TAG_LENGTH} bytes of GCM's.
 *
 * <p>Belongs to one thread at a time. It is either sealed with or opened with, never both. A frame
 * is some hundred bytes of Opus, or up to a few hundred thousand of video, so buffers that are kept
 * save most of the cost.
 */
public interface FrameCipher extends AutoCloseable {
  /** Bytes of a key. */
  int KEY_LENGTH = 16;

  /** Bytes of the tag on the wire. */
  int TAG_LENGTH = 8;

  /** Bytes that {@link #seal} may write behind the ciphertext: those of GCM's full tag. */
  int FULL_TAG_LENGTH = 16;

  /**
   * Encrypts a whole frame, without additional data. Input and output may overlap.
   *
   * @param nonce unsigned; never used before under this key
   * @param out gets {@code length} bytes of ciphertext and then the tag. It has room for {@code
   *     length} and {@value #FULL_TAG_LENGTH} bytes from {@code outOffset}; what lies behind the
   *     tag may be overwritten
   * @throws IllegalStateException if the cipher is closed, or fails
   */
  void seal(int nonce, byte[] in, int offset, int length, byte[] out, int outOffset);

  /**
   * Decrypts a frame if it is authentic; otherwise it writes nothing. Any frame may come, genuine
   * or forged, with any nonce, also one that came before. Input and output may overlap.
   *
   * <p>The tag is compared in a time that does not depend on where it differs.
   *
   * @param nonce unsigned
   * @param aad begins with the additional data, which was authenticated and not encrypted
   * @param aadLength bytes of it; usually 0
   * @param in has {@code length} bytes of ciphertext from {@code offset}, and then the tag
   * @param out has room for {@code length} bytes from {@code outOffset}
   * @return whether it is authentic
   * @throws IllegalStateException if the cipher is closed, or fails
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

  /** Wipes the key and what is left of frames. */
  @Override
  void close();
}
