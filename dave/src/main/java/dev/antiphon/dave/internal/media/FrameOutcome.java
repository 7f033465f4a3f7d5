package dev.antiphon.dave.internal.media;

/**
 * The outcome of a received frame. The first constants are outcomes of delivered frames, the others
 * are reasons for dropping a frame.
 */
public enum FrameOutcome {
  /** Authentic and new: the decrypted frame has been written. */
  DECRYPTED(true),
  /** The silence frame, which the server may also send (whitepaper, "Silence Packets"). */
  SILENCE(true),
  /** Unencrypted, at a time when this is allowed (whitepaper, "Passthrough Mode"). */
  PASSED_THROUGH(true),
  /** Unencrypted, at a time when this is not allowed. */
  NOT_ENCRYPTED(false),
  /** Marked as encrypted, but with an invalid trailer (whitepaper, "Protocol Frame Check"). */
  MALFORMED(false),
  /** No epoch of this sender is known, or the key of this generation is already deleted. */
  NO_KEY(false),
  /**
   * The tag is wrong for every key. The frame is forged or damaged, or belongs to an unknown epoch.
   */
  NOT_AUTHENTIC(false),
  /** The frame's generation is so high that the sender cannot have reached it. */
  TOO_FAR(false),
  /** The nonce was received before, or is too old to check. */
  REPLAYED(false),
  /** The frame was kept, but no key for it came in time. */
  TOO_EARLY(false),
  /** There was no room to keep the frame until its key comes. */
  NO_ROOM(false),
  /** The sender is not known, and no key of a member was found for the frame in time. */
  NO_OWNER(false);

  private final boolean delivered;

  FrameOutcome(boolean delivered) {
    this.delivered = delivered;
  }

  /** Whether the frame is delivered. */
  public boolean isDelivered() {
    return delivered;
  }

  /** The more specific of two reasons why a frame was dropped with different keys. */
  FrameOutcome or(FrameOutcome other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
