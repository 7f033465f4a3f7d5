package dev.antiphon.testkit.internal.session;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;
import dev.antiphon.udp.internal.AvailableCiphers;
import dev.antiphon.udp.internal.RtpHeader;
import dev.antiphon.udp.spi.TransportCipher;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The key of one Session Description. It decrypts the client's packets and encrypts the server's
 * packets. The nonce counter never restarts under the same key. Confined to the server's loop.
 */
public final class SessionKeys {

  /** The number of stored nonces, for the detection of repeated nonces. */
  private static final int NONCES_REMEMBERED = 4096;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final EncryptionMode mode;
  private final TransportKey key;
  private final TransportCipher opening;
  private final TransportCipher sealing;
  private final Set<Integer> nonces = new LinkedHashSet<>();
  private int nextNonce;

  private SessionKeys(EncryptionMode mode, TransportKey key) {
    this.mode = mode;
    this.key = key;
    AvailableCiphers ciphers = AvailableCiphers.ofRuntime();
    this.opening = ciphers.create(mode, key);
    this.sealing = ciphers.create(mode, key);
  }

  /** Creates a new random key. */
  public static SessionKeys fresh(EncryptionMode mode) {
    byte[] key = new byte[mode.keyLength()];
    RANDOM.nextBytes(key);
    return new SessionKeys(mode, TransportKey.copyOf(key));
  }

  /** The encryption mode of the key. */
  public EncryptionMode mode() {
    return mode;
  }

  /** The key bytes. */
  public TransportKey key() {
    return key;
  }

  /**
   * Decrypts in place. Returns the length of the plaintext behind the header, -1 if not authentic.
   */
  public int open(byte[] packet, int headerLength) {
    return opening.open(packet, headerLength, packet.length);
  }

  /** Stores the nonce of an authentic packet. Returns false if it was used before. */
  public boolean isFresh(int nonce) {
    if (!nonces.add(nonce)) {
      return false;
    }
    if (nonces.size() > NONCES_REMEMBERED) {
      nonces.remove(nonces.iterator().next());
    }
    return true;
  }

  /** Returns a whole encrypted packet. */
  public byte[] seal(RtpHeader header, byte[] payload) {
    byte[] packet = new byte[header.length() + payload.length + TransportCipher.OVERHEAD];
    int headerLength = header.write(packet);
    System.arraycopy(payload, 0, packet, headerLength, payload.length);
    int length = sealing.seal(packet, headerLength, payload.length, nextNonce++);
    return length == packet.length ? packet : Arrays.copyOf(packet, length);
  }
}
