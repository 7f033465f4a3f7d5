package dev.antiphon.dave;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The media keys that are held.
 *
 * @param held the newest first
 * @param sending the serial number of those that we send with; absent if there are none yet
 * @param plainUntil until when frames in clear are accepted, too, in nanoseconds
 * @param next the serial number of the next
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
   * With the keys of one more epoch. Beyond the limit the oldest go, except those that we send
   * with.
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

  /** The newest keys without an end. Nobody sends with keys that have one. */
  OptionalInt newestLasting() {
    return lasting(0).findFirst();
  }

  /**
   * The keys to send with when these were announced. They are not older than those that we send
   * with now, since others may no longer hold older ones; and nobody sends with keys that have an
   * end.
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
   * Sends with these keys from now on, or with none. Older ones get an end; the newest keys of a
   * group that goes on without encryption get none.
   */
  KeyRing sendingWith(OptionalInt serial, boolean keepsGroup, long retireAt) {
    int from = serial.orElse(keepsGroup ? newest().orElse(next) : next);
    List<HeldKeys> retired =
        held.stream().map(one -> one.keys().serial() < from ? one.until(retireAt) : one).toList();
    return new KeyRing(retired, serial, plainUntil, next);
  }

  /** Accepts frames in clear until then, or longer if it did already. */
  KeyRing acceptingPlainUntil(long nanos) {
    boolean longer = plainUntil.isPresent() && plainUntil.getAsLong() - nanos > 0;
    return longer ? this : new KeyRing(held, sending, OptionalLong.of(nanos), next);
  }

  /** Accepts frames in clear only while the version in force says so. */
  KeyRing withoutPlainWindow() {
    return new KeyRing(held, sending, OptionalLong.empty(), next);
  }

  /** Without what has expired at that time. */
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

  Stream<AutoCloseable> holdings() {
    return held.stream().map(HeldKeys::keys);
  }
}
