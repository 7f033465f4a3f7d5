package dev.antiphon.udp.internal;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;
import dev.antiphon.udp.spi.TransportCipher;
import dev.antiphon.udp.spi.TransportCiphers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A provider whose ciphers only mark packets, and which remembers what was made. */
final class MarkingCiphers implements TransportCiphers {
  static final byte MARK = 0x4D;

  private final Set<EncryptionMode> supported;
  final List<EncryptionMode> asked = new ArrayList<>();
  final List<Cipher> made = new ArrayList<>();

  MarkingCiphers(Set<EncryptionMode> supported) {
    this.supported = supported;
  }

  /** These before those of the runtime. */
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
    asked.add(mode);
    made.add(cipher);
    return cipher;
  }

  /** Writes a mark where the tag belongs, and takes every packet for authentic. */
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
