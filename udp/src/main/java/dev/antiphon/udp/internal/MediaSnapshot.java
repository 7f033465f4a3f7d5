package dev.antiphon.udp.internal;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;
import java.util.Objects;

/**
 * Everything that sending and receiving need to know of an established connection.
 *
 * @param ssrc our own, unsigned 32 bit
 * @param mode the transport encryption chosen
 * @param key its key, of the mode's length
 * @param transform what frames pass between queue and RTP
 */
public record MediaSnapshot(
    long ssrc, EncryptionMode mode, TransportKey key, FrameTransform transform) {
  private static final int MAX_TRANSFORM_OVERHEAD = 1_024;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the SSRC does not fit 32 bits, the key has not the mode's
   *     length, or the transform asks for more overhead than 1,024 bytes
   */
  public MediaSnapshot {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(transform, "transform");
    if (ssrc < 0 || ssrc > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("An SSRC is an unsigned 32 bit value, not " + ssrc);
    }
    if (key.length() != mode.keyLength()) {
      throw new IllegalArgumentException(
          "%s takes a key of %d bytes, not of %d"
              .formatted(mode.wireName(), mode.keyLength(), key.length()));
    }
    if (transform.maxOverhead() < 0 || transform.maxOverhead() > MAX_TRANSFORM_OVERHEAD) {
      throw new IllegalArgumentException(
          "A frame transform may add 0 to %d bytes, not %d"
              .formatted(MAX_TRANSFORM_OVERHEAD, transform.maxOverhead()));
    }
  }

  /** Names SSRC, mode and transform; never the key. */
  @Override
  public String toString() {
    return "MediaSnapshot[ssrc=%d, mode=%s, transform=%s]"
        .formatted(ssrc, mode.wireName(), transform);
  }
}
