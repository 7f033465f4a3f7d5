package dev.antiphon.udp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;
import dev.antiphon.udp.spi.TransportCipher;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.AEADCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.XChaCha20Poly1305;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/** Compares the library's ciphers with Bouncy Castle's ciphers in both directions. */
class TransportCipherCrossCheckTest {

  @Property(tries = 500)
  void bouncyCastleDecryptsPacketsOfTheLibrary(
      @ForAll EncryptionMode mode,
      @ForAll @Size(32) byte[] key,
      @ForAll int nonce,
      @ForAll @Size(min = 12, max = 76) byte[] header,
      @ForAll @Size(max = 300) byte[] payload)
      throws InvalidCipherTextException {
    byte[] packet = Arrays.copyOf(header, header.length + payload.length + 20);
    System.arraycopy(payload, 0, packet, header.length, payload.length);

    int length =
        Packets.CIPHERS
            .create(mode, TransportKey.copyOf(key))
            .seal(packet, header.length, payload.length, nonce);

    assertThat(length).isEqualTo(packet.length);
    byte[] body = Arrays.copyOfRange(packet, header.length, length - 4);
    assertThat(bouncyCastle(mode, false, key, nonce, header, body)).isEqualTo(payload);
    assertThat(Arrays.copyOf(packet, header.length)).isEqualTo(header);
  }

  @Property(tries = 500)
  void libraryDecryptsPacketsOfBouncyCastle(
      @ForAll EncryptionMode mode,
      @ForAll @Size(32) byte[] key,
      @ForAll int nonce,
      @ForAll @Size(min = 12, max = 76) byte[] header,
      @ForAll @Size(max = 300) byte[] payload)
      throws InvalidCipherTextException {
    byte[] body = bouncyCastle(mode, true, key, nonce, header, payload);
    byte[] packet =
        ByteBuffer.allocate(header.length + body.length + 4)
            .put(header)
            .put(body)
            .putInt(nonce)
            .array();

    int plain =
        Packets.CIPHERS
            .create(mode, TransportKey.copyOf(key))
            .open(packet, header.length, packet.length);

    assertThat(plain).isEqualTo(payload.length);
    assertThat(Arrays.copyOfRange(packet, header.length, header.length + plain)).isEqualTo(payload);
  }

  /** Uses one cipher for many packets, as a connection does. */
  @Property(tries = 100)
  void cipherKeepsNoStateBetweenPackets(
      @ForAll EncryptionMode mode,
      @ForAll @Size(32) byte[] key,
      @ForAll @Size(min = 2, max = 8) byte[][] payloads)
      throws InvalidCipherTextException {
    TransportCipher sender = Packets.CIPHERS.create(mode, TransportKey.copyOf(key));
    TransportCipher receiver = Packets.CIPHERS.create(mode, TransportKey.copyOf(key));
    byte[] header = new byte[12];

    for (int nonce = 0; nonce < payloads.length; nonce++) {
      byte[] payload = payloads[nonce];
      byte[] packet = Arrays.copyOf(header, 12 + payload.length + 20);
      System.arraycopy(payload, 0, packet, 12, payload.length);
      sender.seal(packet, 12, payload.length, nonce);
      byte[] body = Arrays.copyOfRange(packet, 12, packet.length - 4);
      assertThat(body).isEqualTo(bouncyCastle(mode, true, key, nonce, header, payload));
      assertThat(receiver.open(packet, 12, packet.length)).isEqualTo(payload.length);
    }
  }

  private static byte[] bouncyCastle(
      EncryptionMode mode, boolean seal, byte[] key, int nonce, byte[] aad, byte[] in)
      throws InvalidCipherTextException {
    boolean gcm = mode == EncryptionMode.AEAD_AES256_GCM_RTPSIZE;
    AEADCipher cipher =
        gcm ? GCMBlockCipher.newInstance(AESEngine.newInstance()) : new XChaCha20Poly1305();
    byte[] padded = ByteBuffer.allocate(gcm ? 12 : 24).putInt(nonce).array();
    cipher.init(seal, new AEADParameters(new KeyParameter(key), 128, padded, aad));
    byte[] out = new byte[cipher.getOutputSize(in.length)];
    int written = cipher.processBytes(in, 0, in.length, out, 0);
    written += cipher.doFinal(out, written);
    return Arrays.copyOf(out, written);
  }
}
