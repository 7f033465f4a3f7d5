package dev.antiphon.dave;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The encryption status of a connection, for an application to show. Immutable.
 *
 * @param status whether the frames that we send are encrypted
 * @param version the active protocol version; 0 before the session begins
 * @param epoch the epoch of our group, unsigned; empty if we are not in a group
 * @param members the members of the group; empty if we are not in a group
 * @param privacyCode 30 digits in groups of five, the same for all members of the epoch; empty if
 *     we are not in a group
 * @param userId our own user id
 * @param keyWait the wait for keys; empty if no keys are missing. A wait can also exist while the
 *     status is {@link Status#ON}: frames are still sent with the keys in use, and the keys of the
 *     next epoch are missing
 */
public record DaveEncryption(
    Status status,
    int version,
    OptionalLong epoch,
    List<GroupMember> members,
    Optional<String> privacyCode,
    long userId,
    Optional<KeyWait> keyWait) {

  /** Whether the frames that we send are encrypted. */
  public enum Status {
    /** Frames are not encrypted: version 0 is active, or the session has not begun. */
    OFF,
    /** The session waits for keys. Until then, frames are held back. */
    WAITING,
    /** Frames are encrypted. */
    ON
  }

  /**
   * Whether keys are missing although other users are present. Somebody who is alone waits for
   * nobody, so this is false then.
   */
  public boolean awaitsKeys() {
    return keyWait.isPresent() && keyWait.get().reason() != KeyWait.Reason.ALONE;
  }

  /** The status in version 0 without a group: frames are not encrypted. */
  public static DaveEncryption off(long userId) {
    return new DaveEncryption(
        Status.OFF, 0, OptionalLong.empty(), List.of(), Optional.empty(), userId, Optional.empty());
  }

  /** Takes a copy of the list. */
  public DaveEncryption {
    members = List.copyOf(members);
  }

  /**
   * The code by which we and another member verify each other: 45 digits in groups of five
   * (whitepaper, section Verification). The code is the same in all groups, as long as both users
   * keep their identity keys. The computation takes about 100 ms on the calling thread and 16 MiB
   * of memory.
   *
   * @param otherUser the user id of the other member
   * @return the code; empty if the other user is not in the group, or if we are not in a group
   */
  public Optional<String> pairwiseCode(long otherUser) {
    return identityKey(userId)
        .flatMap(
            own ->
                identityKey(otherUser)
                    .map(
                        other ->
                            VerificationCode.pairwise(
                                userId, own.bytes(), otherUser, other.bytes())));
  }

  private Optional<DaveBytes> identityKey(long user) {
    return members.stream()
        .filter(member -> member.userId() == user)
        .map(GroupMember::identityKey)
        .findFirst();
  }
}
