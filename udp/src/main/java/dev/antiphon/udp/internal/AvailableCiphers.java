package dev.antiphon.udp.internal;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;
import dev.antiphon.udp.spi.TransportCipher;
import dev.antiphon.udp.spi.TransportCiphers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The transport ciphers at hand: those of the application's provider first, then the runtime's. */
public final class AvailableCiphers {
  private final List<TransportCiphers> providers;

  private AvailableCiphers(List<TransportCiphers> providers) {
    this.providers = providers;
  }

  /** The ciphers of this Java runtime. */
  public static AvailableCiphers ofRuntime() {
    return preferring(Optional.empty());
  }

  /** The ciphers of this provider, and the runtime's for modes that it does not support. */
  public static AvailableCiphers preferring(Optional<TransportCiphers> provider) {
    return new AvailableCiphers(
        Stream.concat(provider.stream(), Stream.of(new RuntimeCiphers())).toList());
  }

  /** The modes that some provider supports, in our order of preference. Looked up each time. */
  public List<EncryptionMode> modes() {
    return Arrays.stream(EncryptionMode.values())
        .filter(mode -> provider(mode).isPresent())
        .toList();
  }

  /**
   * A cipher for one direction of one connection.
   *
   * @throws IllegalArgumentException if the key has not the mode's length
   * @throws IllegalStateException if no provider supports the mode
   */
  public TransportCipher create(EncryptionMode mode, TransportKey key) {
    if (key.length() != mode.keyLength()) {
      throw new IllegalArgumentException(
          "%s takes a key of %d bytes, not of %d"
              .formatted(mode.wireName(), mode.keyLength(), key.length()));
    }
    return provider(mode)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No transport cipher for %s: this Java runtime lacks it"
                        .formatted(mode.wireName())))
        .create(mode, key);
  }

  /** The nonce that a packet of {@code length} bytes ends in, at least 4. */
  public static int nonceOf(byte[] packet, int length) {
    return BigEndian.getInt(packet, length - TransportCipher.NONCE_LENGTH);
  }

  private Optional<TransportCiphers> provider(EncryptionMode mode) {
    return providers.stream().filter(provider -> provider.supports(mode)).findFirst();
  }
}
