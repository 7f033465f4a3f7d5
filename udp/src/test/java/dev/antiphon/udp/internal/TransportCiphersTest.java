package dev.antiphon.udp.internal;

import static dev.antiphon.protocol.EncryptionMode.AEAD_AES256_GCM_RTPSIZE;
import static dev.antiphon.protocol.EncryptionMode.AEAD_XCHACHA20_POLY1305_RTPSIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;
import dev.antiphon.udp.spi.TransportCipher;
import dev.antiphon.udp.spi.TransportCipherProvider;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which provider makes the cipher of a mode. */
class TransportCiphersTest {
  private static final TransportKey KEY = Packets.key(1);

  private final List<EncryptionMode> asked = new ArrayList<>();

  @Test
  void theProviderMakesTheCipherOfAModeThatItSupports() {
    TransportCiphers ciphers = preferring(EnumSet.of(AEAD_AES256_GCM_RTPSIZE));

    assertThat(ciphers.create(AEAD_AES256_GCM_RTPSIZE, KEY)).isInstanceOf(Marking.class);
    assertThat(asked).containsExactly(AEAD_AES256_GCM_RTPSIZE);
  }

  @Test
  void theRuntimeMakesTheCipherOfAModeThatTheProviderDoesNotSupport() {
    TransportCiphers ciphers = preferring(EnumSet.of(AEAD_AES256_GCM_RTPSIZE));

    assertThat(ciphers.create(AEAD_XCHACHA20_POLY1305_RTPSIZE, KEY))
        .isInstanceOf(XChaCha20Cipher.class);
    assertThat(asked).isEmpty();
  }

  @Test
  void theModesAreThoseOfAllProvidersInOrderOfPreference() {
    assertThat(preferring(EnumSet.of(AEAD_XCHACHA20_POLY1305_RTPSIZE)).modes())
        .containsExactly(EncryptionMode.values());
    assertThat(preferring(Set.of()).modes()).containsExactly(EncryptionMode.values());
  }

  @Test
  void aKeyOfTheWrongLengthNeverReachesTheProvider() {
    TransportCiphers ciphers = preferring(EnumSet.allOf(EncryptionMode.class));
    TransportKey half = TransportKey.copyOf(new byte[16]);

    assertThatThrownBy(() -> ciphers.create(AEAD_AES256_GCM_RTPSIZE, half))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 bytes, not of 16");
    assertThat(asked).isEmpty();
  }

  private TransportCiphers preferring(Set<EncryptionMode> supported) {
    return TransportCiphers.preferring(
        Optional.of(
            new TransportCipherProvider() {
              @Override
              public boolean supports(EncryptionMode mode) {
                return supported.contains(mode);
              }

              @Override
              public TransportCipher create(EncryptionMode mode, TransportKey key) {
                asked.add(mode);
                return new Marking();
              }
            }));
  }

  /** Ciphers that only mark packets, for every mode. */
  static TransportCiphers marking() {
    return new TransportCiphersTest().preferring(EnumSet.allOf(EncryptionMode.class));
  }

  /** Writes a mark where the tag belongs, and takes every packet for authentic. */
  static final class Marking implements TransportCipher {
    static final byte MARK = 0x4D;

    @Override
    public int seal(byte[] packet, int headerLength, int payloadLength, int nonce) {
      int end = headerLength + payloadLength;
      packet[end] = MARK;
      BigEndian.putInt(packet, end + TAG_LENGTH, nonce);
      return end + OVERHEAD;
    }

    @Override
    public int open(byte[] packet, int headerLength, int length) {
      return length - OVERHEAD - headerLength;
    }
  }
}
