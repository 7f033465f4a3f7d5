package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.group.ExternalSender;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The memory of a session in addition to its state. Immutable. Its text contains no secret.
 *
 * @param version the active protocol version; absent until Session Description
 * @param nextVersion the version after the group's next transition; 0 keeps the active version
 * @param sender the external sender, which sends all proposals; it is kept when the group ends
 * @param users the announced users
 * @param membership the group, and whether we are a member
 * @param transitions the pending transitions
 * @param keys the media keys; they are kept when the group ends
 * @param early the buffered messages that arrived too early
 * @param recovery the recoveries after an unusable commit or welcome
 * @param waiting the wait for keys
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
    Recovery recovery,
    Optional<KeyWaits.Waiting> waiting) {

  /** The highest supported protocol version. */
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
          Recovery.NONE,
          Optional.empty());

  /** Whether version 0 is active: frames are not encrypted. */
  boolean isPlain() {
    return version.isPresent() && version.getAsInt() == 0;
  }

  /** Whether there is an early message that can be handled now. */
  boolean hasHandleableMessage() {
    return !early.isEmpty() && membership.group().isPresent();
  }

  /** Whether the gateway has announced another user. */
  boolean hasOthers(long self) {
    return users.stream().anyMatch(user -> user != self);
  }

  /** The media keys. If encryption is required, unencrypted frames are never sent or accepted. */
  DaveMedia media(DaveSettings settings) {
    boolean plain = isPlain() && !settings.required();
    DaveMedia.Sending sending =
        plain
            ? DaveMedia.Sending.PLAIN
            : isEncrypting() ? DaveMedia.Sending.ENCRYPTED : DaveMedia.Sending.HOLD;
    KeyRing ring = settings.required() ? keys.withoutPlainWindow() : keys;
    return new DaveMedia(sending, ring, plain, !hasOthers(settings.self()));
  }

  /** The encryption status. */
  DaveEncryption encryption(DaveSettings settings) {
    Optional<Group> group = membership.joined();
    return new DaveEncryption(
        KeyWaits.status(this, settings),
        version.orElse(0),
        group.map(known -> OptionalLong.of(known.epoch())).orElse(OptionalLong.empty()),
        group.map(DaveMemory::members).orElse(List.of()),
        group.map(Group::authenticator).map(VerificationCode::privacy),
        settings.self(),
        KeyWaits.keyWait(this, settings));
  }

  /** Whether frames are sent encrypted. */
  boolean isEncrypting() {
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
        recovery,
        waiting);
  }

  DaveMemory withNextVersion(int newVersion) {
    return new DaveMemory(
        version,
        newVersion,
        sender,
        users,
        membership,
        transitions,
        keys,
        early,
        recovery,
        waiting);
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
        recovery,
        waiting);
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
        recovery,
        waiting);
  }

  DaveMemory with(Membership other) {
    return new DaveMemory(
        version, nextVersion, sender, users, other, transitions, keys, early, recovery, waiting);
  }

  DaveMemory with(PendingTransitions others) {
    return new DaveMemory(
        version, nextVersion, sender, users, membership, others, keys, early, recovery, waiting);
  }

  DaveMemory with(KeyRing others) {
    return new DaveMemory(
        version,
        nextVersion,
        sender,
        users,
        membership,
        transitions,
        others,
        early,
        recovery,
        waiting);
  }

  DaveMemory with(EarlyMessages others) {
    return new DaveMemory(
        version,
        nextVersion,
        sender,
        users,
        membership,
        transitions,
        keys,
        others,
        recovery,
        waiting);
  }

  DaveMemory with(Recovery other) {
    return new DaveMemory(
        version, nextVersion, sender, users, membership, transitions, keys, early, other, waiting);
  }

  DaveMemory with(Optional<KeyWaits.Waiting> newWait) {
    return new DaveMemory(
        version,
        nextVersion,
        sender,
        users,
        membership,
        transitions,
        keys,
        early,
        recovery,
        newWait);
  }

  /** All objects that must be closed, and so wiped, when the memory no longer contains them. */
  Stream<AutoCloseable> closeables() {
    return Stream.concat(membership.closeables(), keys.closeables());
  }
}
