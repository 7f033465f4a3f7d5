package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.group.ExternalSender;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a session remembers besides its state. It never changes; what it holds that is secret shows
 * in no text.
 *
 * @param version the protocol version in force; absent until Session Description
 * @param nextVersion the version that the group's transitions lead to; 0 leaves the one in force
 * @param sender who may propose; it outlives the group
 * @param users who is announced
 * @param membership the group
 * @param transitions what is pending
 * @param keys the media keys, which outlive the group
 * @param early what came too early
 * @param recovery whether we are lost
 */
record DaveMemory(
    OptionalInt version,
    int nextVersion,
    Optional<ExternalSender> sender,
    Set<Long> users,
    Membership membership,
    PendingTransitions transitions,
    KeyRing keys,
    EarlyMessages early,
    Recovery recovery) {

  /** The highest protocol version that is spoken. */
  static final int HIGHEST_VERSION = 1;

  static final DaveMemory INITIAL =
      new DaveMemory(
          OptionalInt.empty(),
          0,
          Optional.empty(),
          Set.of(),
          Membership.NONE,
          PendingTransitions.NONE,
          KeyRing.EMPTY,
          EarlyMessages.NONE,
          Recovery.NONE);

  /** Whether it is said that frames are not encrypted. */
  boolean isPlain() {
    return version.isPresent() && version.getAsInt() == 0;
  }

  /** Whether there is an early message whose time has come. */
  boolean hasDue() {
    return !early.isEmpty() && membership.group().isPresent();
  }

  /** What the frames have to know, for the user {@code self}. */
  DaveMedia media(long self) {
    DaveMedia.Sending sending =
        isPlain()
            ? DaveMedia.Sending.PLAIN
            : isEncrypting() ? DaveMedia.Sending.ENCRYPTED : DaveMedia.Sending.HOLD;
    return new DaveMedia(sending, keys, isPlain(), users.stream().allMatch(user -> user == self));
  }

  /** What the application can show, for the user {@code self}. */
  DaveEncryption encryption(long self) {
    Optional<Group> group = membership.joined();
    DaveEncryption.Status status =
        isEncrypting()
            ? DaveEncryption.Status.ON
            : version.isEmpty() || isPlain()
                ? DaveEncryption.Status.OFF
                : DaveEncryption.Status.WAITING;
    return new DaveEncryption(
        status,
        version.orElse(0),
        group.map(known -> OptionalLong.of(known.epoch())).orElse(OptionalLong.empty()),
        group.map(DaveMemory::members).orElse(List.of()),
        group.map(Group::authenticator).map(VerificationCode::privacy),
        self);
  }

  private boolean isEncrypting() {
    return version.isPresent() && !isPlain() && keys.sending().isPresent();
  }

  private static List<GroupMember> members(Group group) {
    return group.members().stream()
        .map(member -> new GroupMember(member.userId(), DaveBytes.of(member.signatureKey())))
        .toList();
  }

  DaveMemory withVersion(int newVersion) {
    return new DaveMemory(
        OptionalInt.of(newVersion),
        nextVersion,
        sender,
        users,
        membership,
        transitions,
        keys,
        early,
        recovery);
  }

  DaveMemory withNextVersion(int newVersion) {
    return new DaveMemory(
        version, newVersion, sender, users, membership, transitions, keys, early, recovery);
  }

  DaveMemory with(ExternalSender newSender) {
    return new DaveMemory(
        version,
        nextVersion,
        Optional.of(newSender),
        users,
        membership,
        transitions,
        keys,
        early,
        recovery);
  }

  DaveMemory with(Set<Long> newUsers) {
    return new DaveMemory(
        version,
        nextVersion,
        sender,
        Set.copyOf(newUsers),
        membership,
        transitions,
        keys,
        early,
        recovery);
  }

  DaveMemory with(Membership other) {
    return new DaveMemory(
        version, nextVersion, sender, users, other, transitions, keys, early, recovery);
  }

  DaveMemory with(PendingTransitions others) {
    return new DaveMemory(
        version, nextVersion, sender, users, membership, others, keys, early, recovery);
  }

  DaveMemory with(KeyRing others) {
    return new DaveMemory(
        version, nextVersion, sender, users, membership, transitions, others, early, recovery);
  }

  DaveMemory with(EarlyMessages others) {
    return new DaveMemory(
        version, nextVersion, sender, users, membership, transitions, keys, others, recovery);
  }

  DaveMemory with(Recovery other) {
    return new DaveMemory(
        version, nextVersion, sender, users, membership, transitions, keys, early, other);
  }

  /** Everything that has to be wiped when it is not held any more. */
  Stream<AutoCloseable> holdings() {
    return Stream.concat(membership.holdings(), keys.holdings());
  }
}
