package dev.antiphon.udp.internal;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;
import java.util.Arrays;

/** Creates packets like those of a voice server. */
final class Packets {
  static final EncryptionMode GCM = EncryptionMode.AEAD_AES256_GCM_RTPSIZE;

  static final AvailableCiphers CIPHERS = AvailableCiphers.ofRuntime();

  private Packets() {}

  /** Creates a key whose bytes all have the same value. */
  static TransportKey key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return TransportKey.copyOf(key);
  }

  /** Creates a 20 ms frame that contains a number. */
  static byte[] frame(int number) {
    return new byte[] {(byte) 0xF8, (byte) (number >> 8), (byte) number, 0x55};
  }

  static byte[] voice(
      EncryptionMode mode,
      TransportKey key,
      long ssrc,
      int sequence,
      long timestamp,
      int nonce,
      byte[] payload) {
    return seal(mode, key, RtpHeader.voice(sequence, timestamp, ssrc), nonce, payload);
  }

  static byte[] seal(
      EncryptionMode mode, TransportKey key, RtpHeader header, int nonce, byte[] payload) {
    byte[] packet = new byte[header.length() + payload.length + 20];
    header.write(packet);
    System.arraycopy(payload, 0, packet, header.length(), payload.length);
    CIPHERS.create(mode, key).seal(packet, header.length(), payload.length, nonce);
    return packet;
  }

  /** Returns the decrypted payload of a packet that the client sent. */
  static byte[] open(EncryptionMode mode, TransportKey key, byte[] packet) {
    byte[] copy = packet.clone();
    int plain = CIPHERS.create(mode, key).open(copy, 12, copy.length);
    if (plain < 0) {
      throw new AssertionError("not authentic");
    }
    return Arrays.copyOfRange(copy, 12, 12 + plain);
  }

  static RtpHeader header(byte[] packet) {
    try {
      return RtpHeader.parse(packet, packet.length);
    } catch (MalformedPacketException e) {
      throw new AssertionError(e);
    }
  }
}
