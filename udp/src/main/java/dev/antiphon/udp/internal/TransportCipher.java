package dev.antiphon.udp.internal;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;

/**
 * Transport encryption of voice packets in one direction, with the {@code rtpsize} layout:
 *
 * <pre>
 * header (authenticated) | ciphertext | tag, 16 bytes | nonce, 4 bytes
 * </pre>
 *
 * <p>The nonce of a packet is an unsigned 32 bit counter. It is appended big-endian as it is, and
 * the AEAD's nonce is those four bytes followed by zeros, 12 bytes in all for AES-GCM and 24 for
 * XChaCha20-Poly1305 (Discord documentation, "Transport Encryption Modes"). The header is the
 * {@link RtpHeader#length()} bytes of the RTP header; the body of a header extension belongs to the
 * encrypted part.
 *
 * <p>A cipher reuses its state from packet to packet and is not thread-safe: one per direction. The
 * caller answers for the nonces: a nonce used twice under one key breaks the encryption.
 */
public sealed interface TransportCipher permits AeadCipher {
  /** Bytes of the authentication tag. */
  int TAG_LENGTH = 16;

  /** Bytes of the appended nonce. */
  int NONCE_LENGTH = 4;

  /**
   * A cipher for one direction of one connection.
   *
   * @throws IllegalArgumentException if the key has not the mode's length
   * @throws IllegalStateException if this Java runtime cannot carry the mode out; see {@link
   *     EncryptionModes#available()}
   */
  static TransportCipher create(EncryptionMode mode, TransportKey key) {
    if (key.length() != mode.keyLength()) {
      throw new IllegalArgumentException(
          "%s takes a key of %d bytes, not of %d"
              .formatted(mode.wireName(), mode.keyLength(), key.length()));
    }
    return switch (mode) {
      case AEAD_AES256_GCM_RTPSIZE -> new AesGcmCipher(key.toByteArray());
      case AEAD_XCHACHA20_POLY1305_RTPSIZE -> new XChaCha20Cipher(key.toByteArray());
    };
  }

  /** Bytes by which a sealed packet is longer than header and payload: tag and nonce. */
  default int overhead() {
    return TAG_LENGTH + NONCE_LENGTH;
  }

  /**
   * Seals a packet in place: {@code header | payload} becomes {@code header | ciphertext | tag |
   * nonce}.
   *
   * @param packet has room for {@code headerLength + payloadLength + overhead()} bytes
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

  /** The nonce that a packet of {@code length} bytes ends in, at least {@value #NONCE_LENGTH}. */
  static int nonceOf(byte[] packet, int length) {
    return BigEndian.getInt(packet, length - NONCE_LENGTH);
  }
}
