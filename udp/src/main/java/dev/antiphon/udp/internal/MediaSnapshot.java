package dev.antiphon.udp.internal;

import dev.antiphon.protocol.EncryptionMode;
import dev.antiphon.protocol.TransportKey;
import java.util.Objects;

/**
 * The data of an established connection that sending and receiving need.
 *
 * @param ssrc the client's SSRC, unsigned 32-bit
 * @param mode the chosen transport encryption mode
 * @param key the key of the transport encryption; it has the mode's length
 * @param transform transforms frames between the queue and RTP
 */
public record MediaSnapshot(
    long ssrc, EncryptionMode mode, TransportKey key, FrameTransform transform) {
  private static final int MAX_TRANSFORM_OVERHEAD = 1_024;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the SSRC does not fit into 32 bits; if the key does not
   *     have the mode's length; or if the transform's overhead is more than 1,024 bytes
   */
  public MediaSnapshot {
    Objects.requireNonNull(mode, "mode");
    Objects.requireNonNull(transform, "transform");
    if (ssrc < 0 || ssrc > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("The SSRC must be an unsigned 32-bit value, not " + ssrc);
    }
    if (key.length() != mode.keyLength()) {
      throw new IllegalArgumentException(
          "%s needs a key of %d bytes; the given key has %d bytes"
              .formatted(mode.wireName(), mode.keyLength(), key.length()));
    }
    if (transform.maxOverhead() < 0 || transform.maxOverhead() > MAX_TRANSFORM_OVERHEAD) {
      throw new IllegalArgumentException(
          "A frame transform can add 0 to %d bytes, not %d"
              .formatted(MAX_TRANSFORM_OVERHEAD, transform.maxOverhead()));
    }
  }

  /** Contains the SSRC, the mode and the transform, never the key. */
  @Override
  public String toString() {
    return "MediaSnapshot[ssrc=%d, mode=%s, transform=%s]"
        .formatted(ssrc, mode.wireName(), transform);
  }
}
