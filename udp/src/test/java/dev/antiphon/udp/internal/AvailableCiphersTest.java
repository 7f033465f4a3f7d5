package dev.antiphon.udp.internal;

import static dev.antiphon.protocol.EncryptionMode.AEAD_AES256_GCM_RTPSIZE;
import static dev.antiphon.protocol.EncryptionMode.AEAD_XCHACHA20_POLY1305_RTPSIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which provider makes the cipher of a mode. */
class AvailableCiphersTest {
  private static final TransportKey KEY = Packets.key(1);

  private final MarkingCiphers provider = new MarkingCiphers(Set.of(AEAD_AES256_GCM_RTPSIZE));
  private final AvailableCiphers ciphers = provider.preferred();

  @Test
  void theProviderMakesTheCipherOfAModeThatItSupports() {
    assertThat(ciphers.create(AEAD_AES256_GCM_RTPSIZE, KEY)).isSameAs(provider.made.get(0));
    assertThat(provider.asked).containsExactly(AEAD_AES256_GCM_RTPSIZE);
  }

  @Test
  void theRuntimeMakesTheCipherOfAModeThatTheProviderDoesNotSupport() {
    assertThat(ciphers.create(AEAD_XCHACHA20_POLY1305_RTPSIZE, KEY))
        .isInstanceOf(XChaCha20Cipher.class);
    assertThat(provider.asked).isEmpty();
  }

  @Test
  void theModesAreThoseOfAllProvidersInOrderOfPreference() {
    MarkingCiphers other = new MarkingCiphers(Set.of(AEAD_XCHACHA20_POLY1305_RTPSIZE));
    assertThat(other.preferred().modes()).containsExactly(EncryptionMode.values());
    assertThat(new MarkingCiphers(Set.of()).preferred().modes())
        .containsExactly(EncryptionMode.values());
  }

  @Test
  void aKeyOfTheWrongLengthNeverReachesTheProvider() {
    TransportKey half = TransportKey.copyOf(new byte[16]);

    assertThatThrownBy(() -> ciphers.create(AEAD_AES256_GCM_RTPSIZE, half))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 bytes, not of 16");
    assertThat(provider.asked).isEmpty();
  }
}
