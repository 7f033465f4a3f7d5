package dev.antiphon.dave;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the frames of a connection have to know: a snapshot of the session's keys, for {@link
 * DaveFrames#update}. It never changes, except that the session wipes keys when their time is over.
 *
 * <p>The keys themselves are not accessible: {@link DaveFrames} alone uses them, so that no nonce
 * is used twice. Safe for use from any thread.
 */
public final class DaveMedia {
  /** How frames are sent. */
  public enum Sending {
    /** Not at all: they wait until there are keys. */
    HOLD,
    /** In clear: version 0 is in force. */
    PLAIN,
    /** Encrypted. */
    ENCRYPTED
  }

  private final Snapshot snapshot;

  /**
   * The same as a value.
   *
   * @param senderKeys the serial number of the keys to send with; present if frames are encrypted
   * @param held the keys to decrypt with, the newest first
   * @param plain whether received frames may be in clear without a limit of time
   * @param plainUntil until when they may be in clear otherwise, in nanoseconds
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

  /** Whether nobody else is announced, so that frames that are held reach nobody. */
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

  /** The keys to send with. */
  EpochKeys sender() {
    return held().stream()
        .map(HeldKeys::keys)
        .filter(keys -> senderKeys().isPresent() && keys.serial() == senderKeys().getAsInt())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("frames are not encrypted: " + sending()));
  }

  /** Equal if frames are to be treated alike, under the same keys. */
  @Override
  public boolean equals(Object other) {
    return other instanceof DaveMedia that && snapshot.equals(that.snapshot);
  }

  @Override
  public int hashCode() {
    return snapshot.hashCode();
  }

  /** How frames are sent and which epochs' keys are held; nothing of the keys. */
  @Override
  public String toString() {
    return "DaveMedia[" + sending() + ", " + held() + "]";
  }
}
