package dev.antiphon.udp.internal;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;
import dev.antiphon.udp.spi.TransportCipher;
import dev.antiphon.udp.spi.TransportCiphers;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/** The default provider: its ciphers use the AEADs of this Java runtime. */
final class RuntimeCiphers implements TransportCiphers {

  /**
   * Returns whether a security provider supports the AEAD and the security policy allows the key
   * length.
   */
  @Override
  public boolean supports(EncryptionMode mode) {
    String transformation = transformation(mode);
    try {
      Cipher.getInstance(transformation);
      return Cipher.getMaxAllowedKeyLength(transformation) >= 8 * mode.keyLength();
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  @Override
  public TransportCipher create(EncryptionMode mode, TransportKey key) {
    return switch (mode) {
      case AEAD_AES256_GCM_RTPSIZE -> new AesGcmCipher(key.toByteArray());
      case AEAD_XCHACHA20_POLY1305_RTPSIZE -> new XChaCha20Cipher(key.toByteArray());
    };
  }

  /** Returns the JCA name of a mode's AEAD. */
  private static String transformation(EncryptionMode mode) {
    return switch (mode) {
      case AEAD_AES256_GCM_RTPSIZE -> AesGcmCipher.TRANSFORMATION;
      case AEAD_XCHACHA20_POLY1305_RTPSIZE -> XChaCha20Cipher.TRANSFORMATION;
    };
  }
}
