package dev.antiphon.dave.internal.media;

/**
 * What became of a received frame; the constants say who may go on, then why the others may not.
 */
public enum FrameOutcome {
  /** Authentic and new; the plain frame has been written. */
  DECRYPTED(true),
  /**
   * The frame that stands for silence, which the server itself may send (whitepaper, "Silence
   * Packets").
   */
  SILENCE(true),
  /** Not of the protocol, at a time when that is allowed (whitepaper, "Passthrough Mode"). */
  PASSED_THROUGH(true),
  /** Not of the protocol. */
  NOT_ENCRYPTED(false),
  /**
   * Marked as of the protocol, but its trailer is not in order (whitepaper, "Protocol Frame
   * Check").
   */
  MALFORMED(false),
  /** No epoch is known of this sender, or the key of this generation is gone. */
  NO_KEY(false),
  /** The tag is wrong under every key: forged, damaged, or of an epoch that is not known. */
  NOT_AUTHENTIC(false),
  /** Of a generation that the sender cannot have reached. */
  TOO_FAR(false),
  /** Its nonce has been received before, or is too old to tell. */
  REPLAYED(false);

  private final boolean delivered;

  FrameOutcome(boolean delivered) {
    this.delivered = delivered;
  }

  /** Whether there is a plain frame to go on with. */
  public boolean isDelivered() {
    return delivered;
  }

  /** Of two reasons why a frame was dropped under different keys, the one that tells more. */
  FrameOutcome or(FrameOutcome other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
