package dev.antiphon.dave;

/**
 * The numbers of frames that a {@link DaveFrames} has received, by outcome. Every frame is counted
 * once. The first three numbers count delivered frames. The other numbers count dropped frames.
 *
 * @param decrypted authentic and new
 * @param silence silence frames, which are never encrypted (whitepaper, section Silence Packets)
 * @param passedThrough unencrypted, received while unencrypted frames were allowed (whitepaper,
 *     section Passthrough Mode)
 * @param notEncrypted unencrypted, received while unencrypted frames were not allowed
 * @param malformed marked as encrypted, but with an invalid trailer
 * @param noKey no key is known for the sender, or for the generation in the frame (the number of
 *     the sender's key within the epoch)
 * @param notAuthentic the authentication tag is wrong for every known key
 * @param tooFar the frame's generation is so high that the sender cannot have reached it
 * @param replayed the nonce was received before, or is too old to check
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

  /** The number of delivered frames. */
  public long delivered() {
    return decrypted + silence + passedThrough;
  }

  /** The number of dropped frames, for all reasons together. */
  public long dropped() {
    return notEncrypted + malformed + noKey + notAuthentic + tooFar + replayed;
  }
}
