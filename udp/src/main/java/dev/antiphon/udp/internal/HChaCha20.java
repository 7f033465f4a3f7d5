package dev.antiphon.udp.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The key derivation of XChaCha20 (draft-irtf-cfrg-xchacha-03, section 2.2). It runs the ChaCha20
 * rounds on key and nonce without the final addition. The first and last rows of the result are the
 * subkey.
 *
 * <p>No branch and no index depends on the key. The object reuses its state and is not thread-safe.
 */
final class HChaCha20 {
  static final int KEY_LENGTH = 32;
  static final int NONCE_LENGTH = 16;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** "expand 32-byte k" (RFC 8439, 2.3). */
  private static final int[] CONSTANTS = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

  private static final int DOUBLE_ROUNDS = 10;

  private final int[] key = new int[8];
  private final int[] state = new int[16];

  HChaCha20(byte[] key) {
    if (key.length != KEY_LENGTH) {
      throw new IllegalArgumentException(
          "HChaCha20 needs a key of %d bytes; the given key has %d bytes"
              .formatted(KEY_LENGTH, key.length));
    }
    for (int i = 0; i < this.key.length; i++) {
      this.key[i] = (int) INT.get(key, 4 * i);
    }
  }

  /**
   * Derives the subkey from the first 16 bytes of {@code nonce} and writes its 32 bytes to {@code
   * subkey}.
   */
  void derive(byte[] nonce, byte[] subkey) {
    System.arraycopy(CONSTANTS, 0, state, 0, 4);
    System.arraycopy(key, 0, state, 4, 8);
    for (int i = 0; i < 4; i++) {
      state[12 + i] = (int) INT.get(nonce, 4 * i);
    }
    for (int i = 0; i < DOUBLE_ROUNDS; i++) {
      doubleRound(state);
    }
    for (int i = 0; i < 4; i++) {
      INT.set(subkey, 4 * i, state[i]);
      INT.set(subkey, 16 + 4 * i, state[12 + i]);
    }
  }

  private static void doubleRound(int[] s) {
    quarterRound(s, 0, 4, 8, 12);
    quarterRound(s, 1, 5, 9, 13);
    quarterRound(s, 2, 6, 10, 14);
    quarterRound(s, 3, 7, 11, 15);
    quarterRound(s, 0, 5, 10, 15);
    quarterRound(s, 1, 6, 11, 12);
    quarterRound(s, 2, 7, 8, 13);
    quarterRound(s, 3, 4, 9, 14);
  }

  private static void quarterRound(int[] s, int a, int b, int c, int d) {
    s[a] += s[b];
    s[d] = Integer.rotateLeft(s[d] ^ s[a], 16);
    s[c] += s[d];
    s[b] = Integer.rotateLeft(s[b] ^ s[c], 12);
    s[a] += s[b];
    s[d] = Integer.rotateLeft(s[d] ^ s[a], 8);
    s[c] += s[d];
    s[b] = Integer.rotateLeft(s[b] ^ s[c], 7);
  }
}
