package dev.antiphon.udp.internal;

import static dev.antiphon.protocol.EncryptionMode.AEAD_AES256_GCM_RTPSIZE;
import static dev.antiphon.protocol.EncryptionMode.AEAD_XCHACHA20_POLY1305_RTPSIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests which provider creates the cipher of a mode. */
class AvailableCiphersTest {
  private static final TransportKey KEY = Packets.key(1);

  private final MarkingCiphers provider = new MarkingCiphers(Set.of(AEAD_AES256_GCM_RTPSIZE));
  private final AvailableCiphers ciphers = provider.preferred();

  @Test
  void providerCreatesTheCipherOfASupportedMode() {
    assertThat(ciphers.create(AEAD_AES256_GCM_RTPSIZE, KEY)).isSameAs(provider.created.get(0));
    assertThat(provider.requestedModes).containsExactly(AEAD_AES256_GCM_RTPSIZE);
  }

  @Test
  void builtInCipherIsUsedForAModeThatTheProviderDoesNotSupport() {
    assertThat(ciphers.create(AEAD_XCHACHA20_POLY1305_RTPSIZE, KEY))
        .isInstanceOf(XChaCha20Cipher.class);
    assertThat(provider.requestedModes).isEmpty();
  }

  @Test
  void modesOfAllProvidersAreListedInOrderOfPreference() {
    MarkingCiphers other = new MarkingCiphers(Set.of(AEAD_XCHACHA20_POLY1305_RTPSIZE));
    assertThat(other.preferred().modes()).containsExactly(EncryptionMode.values());
    assertThat(new MarkingCiphers(Set.of()).preferred().modes())
        .containsExactly(EncryptionMode.values());
  }

  @Test
  void keyWithTheWrongLengthIsNotPassedToTheProvider() {
    TransportKey half = TransportKey.copyOf(new byte[16]);

    assertThatThrownBy(() -> ciphers.create(AEAD_AES256_GCM_RTPSIZE, half))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 bytes; the given key has 16 bytes");
    assertThat(provider.requestedModes).isEmpty();
  }
}
