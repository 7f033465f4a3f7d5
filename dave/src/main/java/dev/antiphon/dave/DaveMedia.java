package dev.antiphon.dave;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the frames of a connection have to know: a snapshot that never changes, save that keys whose
 * time is over are wiped.
 *
 * @param sending how frames are sent
 * @param senderKeys the serial number of the keys to send with; present if they are encrypted
 * @param held the keys to decrypt with, the newest first
 * @param plain whether received frames may be in clear without a limit of time: version 0 is in
 *     force
 * @param plainUntil until when they may be in clear otherwise, in nanoseconds
 * @param alone whether nobody else is announced, so that frames that are held reach nobody
 */
public record DaveMedia(
    Sending sending,
    OptionalInt senderKeys,
    List<Held> held,
    boolean plain,
    OptionalLong plainUntil,
    boolean alone) {

  /** How frames are sent. */
  public enum Sending {
    /** Not at all: they wait until there are keys. */
    HOLD,
    /** In clear: version 0 is in force. */
    PLAIN,
    /** Encrypted. */
    ENCRYPTED
  }

  /**
   * The keys of one epoch.
   *
   * @param keys the keys
   * @param until until when they decrypt, in nanoseconds; absent while they have no successors
   */
  public record Held(MediaKeys keys, OptionalLong until) {
    Held until(long nanos) {
      return until.isPresent() ? this : new Held(keys, OptionalLong.of(nanos));
    }

    boolean isHeldAt(long nanos) {
      return until.isEmpty() || until.getAsLong() - nanos > 0;
    }
  }

  /** Takes a copy of the list. */
  public DaveMedia {
    held = List.copyOf(held);
  }

  static DaveMedia of(DaveMemory memory, long self) {
    KeyRing ring = memory.keys();
    Sending sending =
        memory.isPlain()
            ? Sending.PLAIN
            : memory.version().isPresent() && ring.sending().isPresent()
                ? Sending.ENCRYPTED
                : Sending.HOLD;
    return new DaveMedia(
        sending,
        sending == Sending.ENCRYPTED ? ring.sending() : OptionalInt.empty(),
        ring.held(),
        memory.isPlain(),
        ring.plainUntil(),
        memory.users().stream().allMatch(user -> user == self));
  }

  /** The keys to send with. */
  public MediaKeys sender() {
    return held.stream()
        .map(Held::keys)
        .filter(keys -> senderKeys.isPresent() && keys.serial() == senderKeys.getAsInt())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("frames are not encrypted: " + sending));
  }
}
