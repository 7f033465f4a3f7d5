package dev.antiphon.udp.internal;

import dev.antiphon.protocol.EncryptionMode;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;

/** Which encryption modes this Java runtime can carry out. */
public final class EncryptionModes {
  private EncryptionModes() {}

  /**
   * The modes whose cipher the installed security providers have and whose key length the policy in
   * force allows, in our order of preference. Looked up anew each time.
   */
  public static List<EncryptionMode> available() {
    return Arrays.stream(EncryptionMode.values()).filter(EncryptionModes::isAvailable).toList();
  }

  private static boolean isAvailable(EncryptionMode mode) {
    String transformation = transformation(mode);
    try {
      Cipher.getInstance(transformation);
      return Cipher.getMaxAllowedKeyLength(transformation) >= 8 * mode.keyLength();
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The JCA name of the AEAD under a mode. */
  static String transformation(EncryptionMode mode) {
    return switch (mode) {
      case AEAD_AES256_GCM_RTPSIZE -> "AES/GCM/NoPadding";
      case AEAD_XCHACHA20_POLY1305_RTPSIZE -> "ChaCha20-Poly1305";
    };
  }
}
