package dev.antiphon.dave.internal.mls.crypto;

import dev.antiphon.dave.internal.mls.codec.Bytes;
import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.GCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** AES-128-GCM with a tag of 16 bytes and no additional data. */
public final class Aead {
  /** The length of a key, in bytes. */
  public static final int KEY = 16;

  /** The length of a nonce, in bytes. */
  public static final int NONCE = 12;

  private static final int TAG_BITS = 128;

  private Aead() {}

  /** Encrypts the plaintext. */
  public static Bytes seal(Secret key, Secret nonce, byte[] plaintext) {
    try {
      return Bytes.copyOf(run(true, key, nonce, plaintext));
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("Encryption failed", e);
    }
  }

  /** Decrypts the ciphertext. Refuses it if it was not encrypted with this key and nonce. */
  public static byte[] open(Secret key, Secret nonce, Bytes ciphertext, String subject)
      throws MlsException {
    try {
      return run(false, key, nonce, ciphertext.toArray());
    } catch (InvalidCipherTextException e) {
      throw new MlsException(Refusal.UNDECRYPTABLE, subject);
    }
  }

  private static byte[] run(boolean encrypt, Secret key, Secret nonce, byte[] input)
      throws InvalidCipherTextException {
    GCMModeCipher cipher = GCMBlockCipher.newInstance(AESEngine.newInstance());
    KeyParameter aes = new KeyParameter(key.bytes());
    cipher.init(encrypt, new AEADParameters(aes, TAG_BITS, nonce.bytes()));
    byte[] output = new byte[cipher.getOutputSize(input.length)];
    int length = cipher.processBytes(input, 0, input.length, output, 0);
    cipher.doFinal(output, length);
    return output;
  }
}
