package dev.antiphon.dave.spi;

/**
 * Makes ciphers for media frames. Any thread may call it, and several may at once.
 *
 * <p>A cipher is made for each sender, epoch and generation of the ratchet: at least one for each
 * member of the call whenever the group changes. Frames with a forged generation make some more, so
 * making one must be cheap.
 */
@FunctionalInterface
public interface FrameCiphers {

  /**
   * A cipher for one key in one direction.
   *
   * @param key {@value FrameCipher#KEY_LENGTH} bytes. The caller wipes the array after this call: a
   *     cipher that needs the key longer copies it, and wipes its copy in {@link FrameCipher#close}
   * @throws IllegalStateException if there is no such cipher on this machine
   */
  FrameCipher create(byte[] key);
}
