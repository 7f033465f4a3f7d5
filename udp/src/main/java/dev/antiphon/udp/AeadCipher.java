package dev.antiphon.udp;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/** The packet layout around an AEAD of the Java runtime. */
abstract sealed class AeadCipher implements TransportCipher permits AesGcmCipher, XChaCha20Cipher {
  private final String transformation;
  private Cipher cipher;
  private int lastNonce;
  private boolean used;

  AeadCipher(String transformation) {
    this.transformation = transformation;
    this.cipher = newCipher();
  }

  /** The key under which the packet of this nonce is encrypted. */
  abstract Key keyFor(int nonce);

  /** The AEAD's own nonce for it, and its tag length where that is a parameter. */
  abstract AlgorithmParameterSpec parametersFor(int nonce);

  @Override
  public final int seal(byte[] packet, int headerLength, int payloadLength, int nonce) {
    if (used && nonce == lastNonce) {
      throw new IllegalStateException(
          "Nonce %d has just been used".formatted(Integer.toUnsignedLong(nonce)));
    }
    int end = headerLength + payloadLength + TAG_LENGTH;
    if (end + NONCE_LENGTH > packet.length) {
      throw new IndexOutOfBoundsException(
          "The sealed packet needs %d bytes, the array has %d"
              .formatted(end + NONCE_LENGTH, packet.length));
    }
    try {
      start(Cipher.ENCRYPT_MODE, nonce);
      cipher.updateAAD(packet, 0, headerLength);
      cipher.doFinal(packet, headerLength, payloadLength, packet, headerLength);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(transformation + " failed to encrypt", e);
    }
    BigEndian.putInt(packet, end, nonce);
    return end + NONCE_LENGTH;
  }

  @Override
  public final int open(byte[] packet, int headerLength, int length) {
    int sealed = length - NONCE_LENGTH - headerLength;
    if (sealed < TAG_LENGTH) {
      return -1;
    }
    int nonce = TransportCipher.nonceOf(packet, length);
    try {
      if (used && nonce == lastNonce) {
        // The runtime's ChaCha20 refuses to start twice with the same key and nonce, for decryption
        // too; a forged packet must not be able to shut out the true one behind it.
        cipher = newCipher();
      }
      start(Cipher.DECRYPT_MODE, nonce);
      cipher.updateAAD(packet, 0, headerLength);
      return cipher.doFinal(packet, headerLength, sealed, packet, headerLength);
    } catch (AEADBadTagException e) {
      return -1;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(transformation + " failed to decrypt", e);
    }
  }

  private void start(int direction, int nonce) throws GeneralSecurityException {
    lastNonce = nonce;
    used = true;
    cipher.init(direction, keyFor(nonce), parametersFor(nonce));
  }

  private Cipher newCipher() {
    try {
      return Cipher.getInstance(transformation);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime has no " + transformation, e);
    }
  }
}
