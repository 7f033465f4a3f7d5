package dev.antiphon.udp.internal;

import static dev.antiphon.protocol.EncryptionMode.AEAD_AES256_GCM_RTPSIZE;
import static dev.antiphon.protocol.EncryptionMode.AEAD_XCHACHA20_POLY1305_RTPSIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;
import dev.antiphon.udp.spi.TransportCipher;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TransportCipherTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final TransportKey KEY = Packets.key(1);

  /** draft-irtf-cfrg-xchacha-03, 2.2.1. */
  @Test
  void hChaCha20MatchesThePublishedVector() {
    byte[] subkey = new byte[32];

    new HChaCha20(ascending(0x00, 32))
        .derive(HEX.parseHex("000000090000004a0000000031415927"), subkey);

    assertThat(HEX.formatHex(subkey))
        .isEqualTo("82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc");
  }

  /** draft-irtf-cfrg-xchacha-03, A.3.1. */
  @Test
  void xChaCha20Poly1305MatchesThePublishedVector() throws Exception {
    byte[] plain =
        ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
                + "future, sunscreen would be it.")
            .getBytes(StandardCharsets.US_ASCII);

    assertAead(
        new XChaCha20Cipher(ascending(0x80, 32)),
        ascending(0x40, 24),
        HEX.parseHex("50515253c0c1c2c3c4c5c6c7"),
        plain,
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
            + "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
            + "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
            + "21f9664c97637da9768812f615c68b13b52e"
            + "c0875924c1c7987947deafd8780acf49");
  }

  /**
   * McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B, test cases 13, 14, 16.
   */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000000000000000000000000000000000000000000000000000,"
        + "000000000000000000000000,'','',"
        + "530f8afbc74536b9a963b4f1c4cb738b",
    "0000000000000000000000000000000000000000000000000000000000000000,"
        + "000000000000000000000000,'',00000000000000000000000000000000,"
        + "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919",
    "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308,"
        + "cafebabefacedbaddecaf888,feedfacedeadbeeffeedfacedeadbeefabaddad2,"
        + "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39,"
        + "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
        + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        + "76fc6ece0f4e1768cddf8853bb2d551b"
  })
  void aesGcmMatchesThePublishedVectors(
      String key, String nonce, String aad, String plain, String sealed) throws Exception {
    assertAead(
        new AesGcmCipher(HEX.parseHex(key)),
        HEX.parseHex(nonce),
        HEX.parseHex(aad),
        HEX.parseHex(plain),
        sealed);
  }

  private static void assertAead(
      AeadCipher cipher, byte[] nonce, byte[] aad, byte[] plain, String sealed) throws Exception {
    byte[] packet = new byte[aad.length + plain.length + 16];
    System.arraycopy(aad, 0, packet, 0, aad.length);
    System.arraycopy(plain, 0, packet, aad.length, plain.length);

    cipher.process(Cipher.ENCRYPT_MODE, nonce, packet, aad.length, plain.length);

    assertThat(HEX.formatHex(packet, aad.length, packet.length)).isEqualTo(sealed);
    assertThat(Arrays.copyOf(packet, aad.length)).isEqualTo(aad);
  }

  @ParameterizedTest
  @EnumSource
  void nonceIsAppendedInBigEndianOrder(EncryptionMode mode) {
    byte[] packet = new byte[12 + 3 + 20];

    int length = Packets.CIPHERS.create(mode, KEY).seal(packet, 12, 3, 0x01020304);

    assertThat(length).isEqualTo(35);
    assertThat(Arrays.copyOfRange(packet, 31, 35)).containsExactly(1, 2, 3, 4);
  }

  @ParameterizedTest
  @EnumSource
  void packetsWithAChangedByteAreRejected(EncryptionMode mode) {
    byte[] sealed = Packets.voice(mode, KEY, 7, 1, 960, 0, new byte[] {1, 2, 3, 4});
    TransportCipher cipher = Packets.CIPHERS.create(mode, KEY);

    for (int at = 0; at < sealed.length; at++) {
      byte[] tampered = sealed.clone();
      tampered[at] ^= 1;
      assertThat(cipher.open(tampered, 12, tampered.length)).as("byte %d", at).isEqualTo(-1);
      assertThat(cipher.open(sealed.clone(), 12, sealed.length)).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @EnumSource
  void authenticPacketIsDecryptedAfterAForgedPacketWithTheSameNonce(EncryptionMode mode) {
    byte[] sealed = Packets.voice(mode, KEY, 7, 1, 960, 5, new byte[] {1, 2, 3, 4});
    byte[] forged = sealed.clone();
    forged[12] ^= 1;
    TransportCipher cipher = Packets.CIPHERS.create(mode, KEY);

    assertThat(cipher.open(forged, 12, forged.length)).isEqualTo(-1);
    assertThat(cipher.open(sealed.clone(), 12, sealed.length)).isEqualTo(4);
    assertThat(cipher.open(sealed, 12, sealed.length)).isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  void packetsSealedWithAnotherKeyOrModeAreRejected(EncryptionMode mode) {
    byte[] sealed = Packets.voice(mode, KEY, 7, 1, 960, 0, new byte[] {1, 2, 3, 4});
    EncryptionMode other =
        mode == AEAD_AES256_GCM_RTPSIZE ? AEAD_XCHACHA20_POLY1305_RTPSIZE : AEAD_AES256_GCM_RTPSIZE;

    assertThat(Packets.CIPHERS.create(mode, Packets.key(2)).open(sealed.clone(), 12, sealed.length))
        .isEqualTo(-1);
    assertThat(Packets.CIPHERS.create(other, KEY).open(sealed, 12, sealed.length)).isEqualTo(-1);
  }

  @ParameterizedTest
  @EnumSource
  void packetsThatAreTooShortAreRejected(EncryptionMode mode) {
    TransportCipher cipher = Packets.CIPHERS.create(mode, KEY);

    for (int length = 12; length < 12 + 20; length++) {
      assertThat(cipher.open(new byte[length], 12, length)).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void sealThrowsForARepeatedNonceOrATooSmallArray(EncryptionMode mode) {
    TransportCipher cipher = Packets.CIPHERS.create(mode, KEY);

    assertThatThrownBy(() -> cipher.seal(new byte[31], 12, 0, 9))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("needs 32 bytes");
    cipher.seal(new byte[64], 12, 4, 9);
    assertThatThrownBy(() -> cipher.seal(new byte[64], 12, 4, 9))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Nonce 9");
  }

  @ParameterizedTest
  @EnumSource
  void createThrowsForAKeyWithTheWrongLength(EncryptionMode mode) {
    assertThatThrownBy(() -> Packets.CIPHERS.create(mode, TransportKey.copyOf(new byte[16])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 bytes; the given key has 16 bytes");
  }

  @Test
  void bothModesAreAvailableInOrderOfPreference() {
    assertThat(Packets.CIPHERS.modes()).containsExactly(EncryptionMode.values());
  }

  private static byte[] ascending(int from, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (from + i);
    }
    return bytes;
  }
}
