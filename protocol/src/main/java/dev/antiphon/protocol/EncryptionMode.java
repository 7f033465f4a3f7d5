package dev.antiphon.protocol;

import java.util.Optional;

/**
 * The transport encryption modes that this library supports, in the library's order of preference.
 *
 * <p>Source: Discord documentation, Voice Connections, "Transport Encryption Modes".
 */
public enum EncryptionMode {
  /**
   * AES-256 in GCM mode. Discord prefers this mode. A server offers this mode when the server's
   * hardware supports AES.
   */
  AEAD_AES256_GCM_RTPSIZE("aead_aes256_gcm_rtpsize"),
  /** XChaCha20-Poly1305. Every server must offer it. */
  AEAD_XCHACHA20_POLY1305_RTPSIZE("aead_xchacha20_poly1305_rtpsize");

  private static final int KEY_LENGTH = 32;

  private final String wireName;

  EncryptionMode(String wireName) {
    this.wireName = wireName;
  }

  /** Returns the mode with this wire name; empty when the library does not support the mode. */
  public static Optional<EncryptionMode> of(String wireName) {
    for (EncryptionMode mode : values()) {
      if (mode.wireName.equals(wireName)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }

  /** The name of the mode in the messages Ready, Select Protocol and Session Description. */
  public String wireName() {
    return wireName;
  }

  /** The length of the key in bytes. */
  public int keyLength() {
    return KEY_LENGTH;
  }
}
