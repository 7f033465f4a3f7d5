package dev.antiphon.udp.internal;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;
import dev.antiphon.udp.spi.TransportCipher;
import dev.antiphon.udp.spi.TransportCiphers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The available transport ciphers: first the ciphers of the application's provider, then the
 * ciphers of the Java runtime.
 */
public final class AvailableCiphers {
  private final List<TransportCiphers> providers;

  private AvailableCiphers(List<TransportCiphers> providers) {
    this.providers = providers;
  }

  /** Returns the ciphers of this Java runtime. */
  public static AvailableCiphers ofRuntime() {
    return preferring(Optional.empty());
  }

  /**
   * Returns the ciphers of this provider, and the runtime's ciphers for modes that the provider
   * does not support.
   */
  public static AvailableCiphers preferring(Optional<TransportCiphers> provider) {
    return new AvailableCiphers(
        Stream.concat(provider.stream(), Stream.of(new RuntimeCiphers())).toList());
  }

  /**
   * Returns the supported modes in the library's order of preference. The result is computed at
   * each call.
   */
  public List<EncryptionMode> modes() {
    return Arrays.stream(EncryptionMode.values())
        .filter(mode -> provider(mode).isPresent())
        .toList();
  }

  /**
   * Creates a cipher for one direction of one connection.
   *
   * @throws IllegalArgumentException if the key does not have the mode's length
   * @throws IllegalStateException if no provider supports the mode
   */
  public TransportCipher create(EncryptionMode mode, TransportKey key) {
    if (key.length() != mode.keyLength()) {
      throw new IllegalArgumentException(
          "%s needs a key of %d bytes; the given key has %d bytes"
              .formatted(mode.wireName(), mode.keyLength(), key.length()));
    }
    return provider(mode)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No transport cipher for %s: this Java runtime does not support it"
                        .formatted(mode.wireName())))
        .create(mode, key);
  }

  /** Returns the nonce at the end of a packet of {@code length} bytes; the length is at least 4. */
  public static int nonceOf(byte[] packet, int length) {
    return BigEndian.getInt(packet, length - TransportCipher.NONCE_LENGTH);
  }

  private Optional<TransportCiphers> provider(EncryptionMode mode) {
    return providers.stream().filter(provider -> provider.supports(mode)).findFirst();
  }
}
