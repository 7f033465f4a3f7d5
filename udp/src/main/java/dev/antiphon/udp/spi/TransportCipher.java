package dev.antiphon.udp.spi;

/**
 * The transport encryption of voice packets in one direction. The packets have the {@code rtpsize}
 * layout:
 *
 * <pre>
 * header (authenticated) | ciphertext | tag, 16 bytes | nonce, 4 bytes
 * </pre>
 *
 * <p>The nonce of a packet is an unsigned 32-bit counter. It is appended to the packet in
 * big-endian order. The nonce of the AEAD consists of these four bytes and zeros: 12 bytes in total
 * for AES-GCM, and 24 bytes for XChaCha20-Poly1305 (Discord documentation, Voice Connections,
 * "Transport Encryption Modes").
 *
 * <p>The header consists of the fixed part of the RTP header, the contributing sources and the
 * first four bytes of a header extension. The body of the extension is encrypted.
 *
 * <p>The library calls a cipher on one event loop and for one direction. So the cipher can keep its
 * internal state for the next packet. The cipher must not block. The caller must not use a nonce
 * twice with the same key, because that breaks the encryption.
 */
public interface TransportCipher extends AutoCloseable {
  /** The length of the authentication tag in bytes. */
  int TAG_LENGTH = 16;

  /** The length of the appended nonce in bytes. */
  int NONCE_LENGTH = 4;

  /** The number of bytes that encryption adds to header and payload: the tag and the nonce. */
  int OVERHEAD = TAG_LENGTH + NONCE_LENGTH;

  /**
   * Encrypts and authenticates (seals) a packet in place: {@code header | payload} becomes {@code
   * header | ciphertext | tag | nonce}.
   *
   * @param packet the packet; it must have space for {@code headerLength + payloadLength + }{@value
   *     #OVERHEAD} bytes
   * @param nonce the unsigned counter, which was never used before with this key
   * @return the length of the sealed packet
   * @throws IndexOutOfBoundsException if {@code packet} is too short
   * @throws IllegalStateException if {@code nonce} is the nonce of the previous packet
   */
  int seal(byte[] packet, int headerLength, int payloadLength, int nonce);

  /**
   * Decrypts a packet in place, and checks its authenticity. If the packet is not authentic, the
   * content of the array after the header is undefined.
   *
   * @param length the length of the datagram in {@code packet}, in bytes
   * @return the length of the plaintext, which begins at {@code headerLength}; -1 if the packet is
   *     too short or not authentic
   */
  int open(byte[] packet, int headerLength, int length);

  /**
   * Releases the key and other resources of the cipher. Called once on the event loop, when the
   * connection ends or uses another key. No method of the cipher is called after this call.
   */
  @Override
  default void close() {}
}
