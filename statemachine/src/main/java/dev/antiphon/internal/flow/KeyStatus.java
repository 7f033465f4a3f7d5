package dev.antiphon.internal.flow;

import dev.antiphon.flow.EventKind;

/** The status of the keys of the end-to-end encryption, as the connection flow knows it. */
public enum KeyStatus {
  /** No keys are missing: frames are encrypted, the bot is alone, or nothing is encrypted. */
  AVAILABLE(EventKind.KEYS_AVAILABLE),
  /**
   * Frames are sent: encrypted with the keys in use, or unencrypted because version 0 is active.
   * The keys of the next epoch are missing.
   */
  CHANGING(EventKind.KEYS_CHANGING),
  /** Keys are missing although other users are present. Frames are held back. */
  AWAITED(EventKind.KEYS_AWAITED),
  /** As {@link #AWAITED}, and all recoveries of the session are used up. */
  SPENT(EventKind.RECOVERIES_SPENT),
  /** As {@link #AWAITED}, because the group belongs to another channel. */
  OTHER_CHANNEL(EventKind.OTHER_CHANNEL_GROUP);

  private final EventKind kind;

  KeyStatus(EventKind kind) {
    this.kind = kind;
  }

  EventKind kind() {
    return kind;
  }

  /** Returns whether frames are held back because keys are missing. */
  boolean isAwaited() {
    return this != AVAILABLE && this != CHANGING;
  }
}
