package dev.antiphon.dave;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an application can show of the encryption; it never changes.
 *
 * @param status whether what we send is encrypted
 * @param version the protocol version in force; 0 before the session begins
 * @param epoch the epoch of the group that we are in, unsigned
 * @param members who is in the group; empty if we are in none
 * @param privacyCode 30 digits in groups of five, the same for all who are in the epoch
 * @param userId our own user
 */
public record DaveEncryption(
    Status status,
    int version,
    OptionalLong epoch,
    List<GroupMember> members,
    Optional<String> privacyCode,
    long userId) {

  /** Whether what we send is encrypted. */
  public enum Status {
    /** It is not: version 0 is in force, or the session has not begun. */
    OFF,
    /** It waits for keys. */
    WAITING,
    /** It is. */
    ON
  }

  /** Takes a copy of the list. */
  public DaveEncryption {
    members = List.copyOf(members);
  }

  /**
   * The code by which two users know each other over all groups, as long as their identity keys
   * last: 45 digits in groups of five (whitepaper, section Verification). It takes about 100 ms of
   * the calling thread and 16 MiB.
   *
   * @param otherUser another member
   * @return nothing if it is not in the group, or we are in none
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
