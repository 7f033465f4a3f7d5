package dev.antiphon.dave;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The media keys of a session.
 *
 * @param held the keys, the newest first
 * @param sending the serial number of the keys for sending; absent if there are no keys yet
 * @param plainUntil the time until which unencrypted frames are accepted, in nanoseconds
 * @param next the serial number of the next keys
 */
record KeyRing(List<HeldKeys> held, OptionalInt sending, OptionalLong plainUntil, int next) {

  static final KeyRing EMPTY = new KeyRing(List.of(), OptionalInt.empty(), OptionalLong.empty(), 1);

  KeyRing {
    held = List.copyOf(held);
  }

  KeyRing cleared() {
    return new KeyRing(List.of(), OptionalInt.empty(), OptionalLong.empty(), next);
  }

  OptionalInt newest() {
    return held.isEmpty() ? OptionalInt.empty() : OptionalInt.of(held.get(0).keys().serial());
  }

  /**
   * Adds the keys of one more epoch. If the limit is exceeded, the oldest keys are deleted, except
   * the keys for sending.
   */
  KeyRing with(EpochKeys keys, int limit) {
    List<HeldKeys> more = new ArrayList<>(held);
    more.add(0, new HeldKeys(keys, OptionalLong.empty()));
    for (int i = more.size() - 1; more.size() > limit; i--) {
      if (!isSending(more.get(i))) {
        more.remove(i);
      }
    }
    return new KeyRing(more, sending, plainUntil, keys.serial() + 1);
  }

  private boolean isSending(HeldKeys one) {
    return sending.isPresent() && one.keys().serial() == sending.getAsInt();
  }

  /** The newest keys without an expiry time. No member sends with keys that expire. */
  OptionalInt newestLasting() {
    return lasting(0).findFirst();
  }

  /**
   * The keys for sending after a transition that names these keys. They are never older than the
   * current keys for sending, because other members may have deleted older keys. Keys that expire
   * are not used for sending.
   */
  OptionalInt notBefore(int serial) {
    int least = Math.max(serial, sending.orElse(0));
    return lasting(least).anyMatch(other -> other == least)
        ? OptionalInt.of(least)
        : newestLasting();
  }

  private IntStream lasting(int least) {
    return held.stream()
        .filter(one -> one.until().isEmpty())
        .mapToInt(one -> one.keys().serial())
        .filter(serial -> serial >= least);
  }

  /**
   * Sends with these keys from now on, or without keys. Older keys get an expiry time. The newest
   * keys of a group that continues without encryption get no expiry time.
   */
  KeyRing sendingWith(OptionalInt serial, boolean keepsGroup, long retireAt) {
    int from = serial.orElse(keepsGroup ? newest().orElse(next) : next);
    List<HeldKeys> retired =
        held.stream().map(one -> one.keys().serial() < from ? one.until(retireAt) : one).toList();
    return new KeyRing(retired, serial, plainUntil, next);
  }

  /** Accepts unencrypted frames until this time. If a later time is already set, it is kept. */
  KeyRing acceptingPlainUntil(long nanos) {
    boolean longer = plainUntil.isPresent() && plainUntil.getAsLong() - nanos > 0;
    return longer ? this : new KeyRing(held, sending, OptionalLong.of(nanos), next);
  }

  /** Accepts unencrypted frames only while version 0 is active. */
  KeyRing withoutPlainWindow() {
    return new KeyRing(held, sending, OptionalLong.empty(), next);
  }

  /** The key ring without everything that has expired at this time. */
  KeyRing at(long nanos) {
    boolean plain = plainUntil.isPresent() && plainUntil.getAsLong() - nanos > 0;
    if (plain == plainUntil.isPresent() && held.stream().allMatch(one -> one.isHeldAt(nanos))) {
      return this;
    }
    return new KeyRing(
        held.stream().filter(one -> one.isHeldAt(nanos)).toList(),
        sending,
        plain ? plainUntil : OptionalLong.empty(),
        next);
  }

  Stream<AutoCloseable> closeables() {
    return held.stream().map(HeldKeys::keys);
  }
}
