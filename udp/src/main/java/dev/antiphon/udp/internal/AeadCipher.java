package dev.antiphon.udp.internal;

import dev.antiphon.udp.spi.TransportCipher;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;

/** Implements the packet layout with an AEAD of the Java runtime. */
abstract sealed class AeadCipher implements TransportCipher permits AesGcmCipher, XChaCha20Cipher {
  private final String transformation;
  private final byte[] nonce;
  private Cipher cipher;
  private int lastCounter;
  private boolean used;

  AeadCipher(String transformation, int nonceLength) {
    this.transformation = transformation;
    this.nonce = new byte[nonceLength];
    this.cipher = newCipher();
  }

  /** Returns the key of the runtime's AEAD for a packet with this nonce. */
  abstract Key keyFor(byte[] nonce);

  /**
   * Returns the parameters of the runtime's AEAD: the nonce, and the tag length if it is a
   * parameter.
   */
  abstract AlgorithmParameterSpec parametersFor(byte[] nonce);

  @Override
  public final int seal(byte[] packet, int headerLength, int payloadLength, int counter) {
    if (used && counter == lastCounter) {
      throw new IllegalStateException(
          "Nonce %d was used for the previous packet; expected a new nonce"
              .formatted(Integer.toUnsignedLong(counter)));
    }
    int end = headerLength + payloadLength + TAG_LENGTH;
    if (end + NONCE_LENGTH > packet.length) {
      throw new IndexOutOfBoundsException(
          "The sealed packet needs %d bytes, the array has %d"
              .formatted(end + NONCE_LENGTH, packet.length));
    }
    try {
      process(Cipher.ENCRYPT_MODE, expand(counter), packet, headerLength, payloadLength);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(transformation + " failed to encrypt", e);
    }
    BigEndian.putInt(packet, end, counter);
    return end + NONCE_LENGTH;
  }

  @Override
  public final int open(byte[] packet, int headerLength, int length) {
    int sealed = length - NONCE_LENGTH - headerLength;
    if (sealed < TAG_LENGTH) {
      return -1;
    }
    int counter = BigEndian.getInt(packet, length - NONCE_LENGTH);
    try {
      if (used && counter == lastCounter) {
        // The runtime's ChaCha20 rejects a second initialisation with the same key and nonce, also
        // for decryption. Otherwise, a forged packet could block the authentic packet after it.
        cipher = newCipher();
      }
      return process(Cipher.DECRYPT_MODE, expand(counter), packet, headerLength, sealed);
    } catch (AEADBadTagException e) {
      return -1;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(transformation + " failed to decrypt", e);
    }
  }

  private byte[] expand(int counter) {
    lastCounter = counter;
    used = true;
    BigEndian.putInt(nonce, 0, counter);
    return nonce;
  }

  /** Runs the AEAD in place on the bytes after the header. */
  final int process(int direction, byte[] nonce, byte[] packet, int headerLength, int length)
      throws GeneralSecurityException {
    cipher.init(direction, keyFor(nonce), parametersFor(nonce));
    cipher.updateAAD(packet, 0, headerLength);
    return cipher.doFinal(packet, headerLength, length, packet, headerLength);
  }

  private Cipher newCipher() {
    try {
      return Cipher.getInstance(transformation);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime does not support " + transformation, e);
    }
  }
}
