package dev.antiphon.dave.spi;

/**
 * Creates ciphers for media frames. Several threads may call {@link #create} at the same time.
 *
 * <p>The library creates a cipher for each sender, epoch and generation (the number of the sender's
 * key within the epoch). So after each change of the group, the library creates at least one cipher
 * for each member. Frames with a forged generation cause further ciphers, so the creation must be
 * cheap.
 */
@FunctionalInterface
public interface FrameCiphers {

  /**
   * Creates a cipher for one key in one direction.
   *
   * @param key {@value FrameCipher#KEY_LENGTH} bytes. The caller wipes the array after this call. A
   *     cipher that needs the key longer copies it, and wipes its copy in {@link FrameCipher#close}
   * @throws IllegalStateException if the cipher is not available on this machine
   */
  FrameCipher create(byte[] key);
}
