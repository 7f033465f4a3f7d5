package dev.antiphon.udp.spi;

/**
 * Transport encryption of voice packets in one direction, with the {@code rtpsize} layout:
 *
 * <pre>
 * header (authenticated) | ciphertext | tag, 16 bytes | nonce, 4 bytes
 * </pre>
 *
 * <p>The nonce of a packet is an unsigned 32 bit counter. It is appended big-endian as it is, and
 * the AEAD's nonce is those four bytes followed by zeros, 12 bytes in all for AES-GCM and 24 for
 * XChaCha20-Poly1305 (Discord documentation, Voice Connections, "Transport Encryption Modes"). The
 * header is the fixed part of the RTP header, the contributing sources and the four bytes that
 * begin a header extension; the body of the extension belongs to the encrypted part.
 *
 * <p>A cipher may reuse its state from packet to packet. It is used on one event loop, in one
 * direction, and must not block. The caller answers for the nonces: a nonce used twice under one
 * key breaks the encryption.
 */
public interface TransportCipher extends AutoCloseable {
  /** Bytes of the authentication tag. */
  int TAG_LENGTH = 16;

  /** Bytes of the appended nonce. */
  int NONCE_LENGTH = 4;

  /** Bytes by which a sealed packet is longer than header and payload: tag and nonce. */
  int OVERHEAD = TAG_LENGTH + NONCE_LENGTH;

  /**
   * Seals a packet in place: {@code header | payload} becomes {@code header | ciphertext | tag |
   * nonce}.
   *
   * @param packet has room for {@code headerLength + payloadLength + }{@value #OVERHEAD} bytes
   * @param nonce the counter, unsigned; never used before under this key
   * @return the length of the sealed packet
   * @throws IndexOutOfBoundsException if {@code packet} is too short
   * @throws IllegalStateException if {@code nonce} is the one of the packet before
   */
  int seal(byte[] packet, int headerLength, int payloadLength, int nonce);

  /**
   * Opens a packet in place. The array is left undefined behind the header when it is not
   * authentic.
   *
   * @param length bytes of {@code packet} that belong to the datagram
   * @return the length of the plaintext, which begins at {@code headerLength}; -1 if the packet is
   *     too short to be one or not authentic
   */
  int open(byte[] packet, int headerLength, int length);

  /**
   * Releases what the cipher holds, its key above all. Called once, on the event loop, when another
   * key is used or the connection ends; nothing is called afterwards.
   */
  @Override
  default void close() {}
}
