package dev.antiphon.udp.internal;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;
import dev.antiphon.udp.spi.TransportCipher;
import dev.antiphon.udp.spi.TransportCiphers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A provider whose ciphers only mark packets. It records the requested modes and the created
 * ciphers.
 */
final class MarkingCiphers implements TransportCiphers {
  static final byte MARK = 0x4D;

  private final Set<EncryptionMode> supported;
  final List<EncryptionMode> requestedModes = new ArrayList<>();
  final List<Cipher> created = new ArrayList<>();

  MarkingCiphers(Set<EncryptionMode> supported) {
    this.supported = supported;
  }

  /** Returns these ciphers, followed by the ciphers of the runtime. */
  AvailableCiphers preferred() {
    return AvailableCiphers.preferring(Optional.of(this));
  }

  @Override
  public boolean supports(EncryptionMode mode) {
    return supported.contains(mode);
  }

  @Override
  public TransportCipher create(EncryptionMode mode, TransportKey key) {
    Cipher cipher = new Cipher();
    requestedModes.add(mode);
    created.add(cipher);
    return cipher;
  }

  /** A cipher that writes a mark instead of the tag, and accepts every packet as authentic. */
  static final class Cipher implements TransportCipher {
    int closed;

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

    @Override
    public void close() {
      closed++;
    }
  }
}
