package dev.antiphon.udp.spi;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;

/**
 * Makes transport ciphers. One provider serves all connections of its {@code Voice}; its methods
 * are called on any thread, also concurrently.
 */
public interface TransportCiphers {

  /**
   * Whether {@link #create} makes ciphers of this mode here and now. Asked anew each time; a mode
   * that is not supported is left to Antiphon's own ciphers.
   */
  boolean supports(EncryptionMode mode);

  /**
   * A cipher for one direction of one connection. Called on an event loop, twice for each key: it
   * must not block.
   *
   * @param mode a mode that is supported
   * @param key a key of the mode's length; the provider keeps it out of logs
   * @throws IllegalStateException if the cipher cannot be made after all
   */
  TransportCipher create(EncryptionMode mode, TransportKey key);
}
