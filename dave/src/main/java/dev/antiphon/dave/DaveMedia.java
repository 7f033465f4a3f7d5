package dev.antiphon.dave;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A snapshot of the session's media keys, for {@link DaveFrames#update}. A snapshot does not
 * change, except that the session wipes expired keys in it.
 *
 * <p>The keys themselves are not accessible. Only {@link DaveFrames} uses them, so that no nonce is
 * used twice. Safe for use from any thread.
 */
public final class DaveMedia {
  /** How frames are sent. */
  public enum Sending {
    /** Frames are held back until there are keys. */
    HOLD,
    /** Frames are sent unencrypted: version 0 is active. */
    PLAIN,
    /** Frames are sent encrypted. */
    ENCRYPTED
  }

  private final Snapshot snapshot;

  /**
   * The content of the snapshot, comparable by value.
   *
   * @param senderKeys the serial number of the keys for sending; present if frames are encrypted
   * @param held the keys for decryption, the newest first
   * @param plain whether unencrypted received frames are accepted without a time limit
   * @param plainUntil if {@code plain} is false: the time until which unencrypted frames are
   *     accepted, in nanoseconds
   * @param alone whether no other user is announced
   */
  private record Snapshot(
      Sending sending,
      OptionalInt senderKeys,
      List<HeldKeys> held,
      boolean plain,
      OptionalLong plainUntil,
      boolean alone) {}

  DaveMedia(Sending sending, KeyRing keys, boolean plain, boolean alone) {
    OptionalInt senderKeys = sending == Sending.ENCRYPTED ? keys.sending() : OptionalInt.empty();
    this.snapshot = new Snapshot(sending, senderKeys, keys.held(), plain, keys.plainUntil(), alone);
  }

  /** How frames are sent. */
  public Sending sending() {
    return snapshot.sending();
  }

  /**
   * Whether the gateway has announced no other user in the channel. If so, nobody can receive our
   * frames.
   */
  public boolean alone() {
    return snapshot.alone();
  }

  OptionalInt senderKeys() {
    return snapshot.senderKeys();
  }

  List<HeldKeys> held() {
    return snapshot.held();
  }

  boolean plain() {
    return snapshot.plain();
  }

  OptionalLong plainUntil() {
    return snapshot.plainUntil();
  }

  /** The keys for sending. */
  EpochKeys sender() {
    return held().stream()
        .map(HeldKeys::keys)
        .filter(keys -> senderKeys().isPresent() && keys.serial() == senderKeys().getAsInt())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Frames are not encrypted: " + sending()));
  }

  /** Two snapshots are equal if frames are handled in the same way, with the same keys. */
  @Override
  public boolean equals(Object other) {
    return other instanceof DaveMedia that && snapshot.equals(that.snapshot);
  }

  @Override
  public int hashCode() {
    return snapshot.hashCode();
  }

  /** How frames are sent and which epochs have keys. It contains no key. */
  @Override
  public String toString() {
    return "DaveMedia[" + sending() + ", " + held() + "]";
  }
}
