package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.group.ExternalSender;
import java.util.Optional;
import java.util.OptionalInt;
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
    Transitions transitions,
    KeyRing keys,
    EarlyMessages early,
    Recovery recovery) {

  static final DaveMemory INITIAL =
      new DaveMemory(
          OptionalInt.empty(),
          0,
          Optional.empty(),
          Set.of(),
          Membership.NONE,
          Transitions.NONE,
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

  DaveMemory with(Transitions others) {
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
