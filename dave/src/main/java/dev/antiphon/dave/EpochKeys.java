package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.crypto.Secret;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The secrets of one epoch from which the keys for frames derive, one secret for each member
 * (whitepaper, section Sender Key Derivation). The session wipes them when they expire; later calls
 * return nothing. Safe for use from any thread.
 */
final class EpochKeys implements AutoCloseable {
  private final int serial;
  private final long epoch;
  private final long self;
  private final Map<Long, Secret> secrets;
  private boolean senderTaken;

  private EpochKeys(int serial, long epoch, long self, Map<Long, Secret> secrets) {
    this.serial = serial;
    this.epoch = epoch;
    this.self = self;
    this.secrets = secrets;
  }

  static EpochKeys of(int serial, Group group, long self) {
    Map<Long, Secret> secrets = new HashMap<>();
    group
        .members()
        .forEach(member -> secrets.put(member.userId(), group.mediaSecret(member.userId())));
    return new EpochKeys(serial, group.epoch(), self, secrets);
  }

  /**
   * The serial number of these keys in the session. Later keys have higher numbers, also in later
   * groups.
   */
  int serial() {
    return serial;
  }

  /** The number of the epoch in its group, unsigned. */
  long epoch() {
    return epoch;
  }

  /**
   * The users whose frames these keys decrypt: all members except us. A frame with our own key is a
   * reflection of a frame that we have sent.
   */
  synchronized Set<Long> users() {
    Set<Long> others = new HashSet<>(secrets.keySet());
    others.remove(self);
    return others;
  }

  /**
   * A copy of a user's secret, which the caller closes. Empty if there is no secret, or if it is
   * already wiped.
   */
  synchronized Optional<Secret> receiver(long userId) {
    return Optional.ofNullable(secrets.get(userId)).map(Secret::copy);
  }

  /**
   * A copy of our own secret, which the caller closes. Only the first call returns it: two
   * encryptors with one secret would use the same nonces.
   */
  synchronized Optional<Secret> takeSender() {
    Optional<Secret> secret = senderTaken ? Optional.empty() : receiver(self);
    senderTaken = true;
    return secret;
  }

  /** Wipes the secrets. */
  @Override
  public synchronized void close() {
    secrets.values().forEach(Secret::close);
    secrets.clear();
  }

  /** The serial number and the epoch. It contains no secret. */
  @Override
  public String toString() {
    return "EpochKeys[" + serial + ", epoch " + Long.toUnsignedString(epoch) + "]";
  }
}
