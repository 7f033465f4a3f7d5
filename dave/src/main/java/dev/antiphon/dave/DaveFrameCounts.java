package dev.antiphon.dave;

/**
 * The numbers of received frames by outcome, of one user or of several. Every frame is counted
 * once. The first three numbers count delivered frames. The other numbers count dropped frames. A
 * frame that {@link DaveFrames} keeps until its key comes is not counted yet.
 *
 * @param decrypted authentic and new
 * @param silence silence frames, which are never encrypted (whitepaper, section Silence Packets)
 * @param passedThrough unencrypted, received while unencrypted frames were allowed (whitepaper,
 *     section Passthrough Mode)
 * @param notEncrypted unencrypted, received while unencrypted frames were not allowed
 * @param malformed marked as encrypted, but with an invalid trailer
 * @param noKey no key is known for the sender, or for the generation in the frame (the number of
 *     the sender's key within the epoch). Only {@link DaveFrames#unprotect} counts it
 * @param notAuthentic the authentication tag is wrong for every known key. Only {@link
 *     DaveFrames#unprotect} counts it
 * @param tooFar the frame's generation is so high that the sender cannot have reached it. Only
 *     {@link DaveFrames#unprotect} counts it
 * @param replayed the nonce was received before, or is too old to check
 * @param tooEarly kept for one second, or until the session ended, and no key of the user decrypted
 *     the frame. Either the key did not come in time, or the frame is forged or damaged
 * @param noRoom not kept until its key comes, because too many frames are kept already
 * @param noOwner the voice gateway has not announced the user of the SSRC, and in one second no key
 *     of a member was found that decrypts the frame
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
    long replayed,
    long tooEarly,
    long noRoom,
    long noOwner) {

  /** All counts at zero. */
  public static final DaveFrameCounts NONE =
      new DaveFrameCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** The number of delivered frames. */
  public long delivered() {
    return decrypted + silence + passedThrough;
  }

  /** The number of dropped frames, for all reasons together. */
  public long dropped() {
    return notEncrypted
        + malformed
        + noKey
        + notAuthentic
        + tooFar
        + replayed
        + tooEarly
        + noRoom
        + noOwner;
  }

  /** The sums of these counts and others. */
  public DaveFrameCounts plus(DaveFrameCounts other) {
    return new DaveFrameCounts(
        decrypted + other.decrypted,
        silence + other.silence,
        passedThrough + other.passedThrough,
        notEncrypted + other.notEncrypted,
        malformed + other.malformed,
        noKey + other.noKey,
        notAuthentic + other.notAuthentic,
        tooFar + other.tooFar,
        replayed + other.replayed,
        tooEarly + other.tooEarly,
        noRoom + other.noRoom,
        noOwner + other.noOwner);
  }
}
