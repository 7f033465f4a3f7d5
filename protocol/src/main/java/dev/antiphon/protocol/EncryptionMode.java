package dev.antiphon.protocol;

import java.util.Optional;

/**
 * The transport encryption modes that this library speaks, in its order of preference.
 *
 * <p>Source: Discord documentation, Voice Connections, "Transport Encryption Modes".
 */
public enum EncryptionMode {
  /** AES-256 in GCM; preferred by Discord, offered when the server's hardware supports it. */
  AEAD_AES256_GCM_RTPSIZE("aead_aes256_gcm_rtpsize"),
  /** XChaCha20-Poly1305; every server must offer it. */
  AEAD_XCHACHA20_POLY1305_RTPSIZE("aead_xchacha20_poly1305_rtpsize");

  private static final int KEY_LENGTH = 32;

  private final String wireName;

  EncryptionMode(String wireName) {
    this.wireName = wireName;
  }

  /** The mode of this wire name; empty when the library does not speak it. */
  public static Optional<EncryptionMode> of(String wireName) {
    for (EncryptionMode mode : values()) {
      if (mode.wireName.equals(wireName)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }

  /** The name in Ready, Select Protocol and Session Description. */
  public String wireName() {
    return wireName;
  }

  /** Length of the key in bytes. */
  public int keyLength() {
    return KEY_LENGTH;
  }
}
