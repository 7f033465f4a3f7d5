package dev.antiphon.dave;

/**
 * What became of the received frames of a {@link DaveFrames}; every frame is counted once. The
 * first three were delivered, the others were dropped.
 *
 * @param decrypted authentic and new
 * @param silence the silence frame, which goes in clear (whitepaper, section Silence Packets)
 * @param passedThrough in clear while that is allowed (whitepaper, section Passthrough Mode)
 * @param notEncrypted in clear while that is not allowed
 * @param malformed marked as encrypted, with a trailer that is not in order
 * @param noKey no key is known for the sender or for the frame's generation
 * @param notAuthentic the tag is wrong under every known key
 * @param tooFar of a generation that the sender cannot have reached
 * @param replayed its nonce was received before, or is too old to tell
 */
public record DaveFrameCounts(
    long decrypted,
    long silence,
    long passedThrough,
    long notEncrypted,
    long malformed,
    long noKey,
    long notAuthentic,
    long tooFar,
    long replayed) {

  /** How many frames were delivered. */
  public long delivered() {
    return decrypted + silence + passedThrough;
  }

  /** How many frames were dropped, for whatever reason. */
  public long dropped() {
    return notEncrypted + malformed + noKey + notAuthentic + tooFar + replayed;
  }
}
