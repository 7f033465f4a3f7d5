package dev.antiphon.udp.spi;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;

/**
 * A provider of transport ciphers. One provider serves all connections of a {@code Voice}, which is
 * Antiphon's object for one bot user. Its methods are called on any thread, also concurrently.
 */
public interface TransportCiphers {

  /**
   * Returns whether {@link #create} can create ciphers of this mode now. It is called before each
   * creation. For a mode that is not supported, Antiphon uses its built-in ciphers.
   */
  boolean supports(EncryptionMode mode);

  /**
   * Creates a cipher for one direction of one connection. Called on an event loop, twice for each
   * key: once for each direction. The method must not block.
   *
   * @param mode an encryption mode for which {@link #supports} returned true
   * @param key a key of the mode's length; the provider must not log it
   * @throws IllegalStateException if the cipher cannot be created
   */
  TransportCipher create(EncryptionMode mode, TransportKey key);
}
