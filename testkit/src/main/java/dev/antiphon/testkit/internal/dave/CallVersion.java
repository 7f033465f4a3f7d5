package dev.antiphon.testkit.internal.dave;

import java.time.Duration;

/**
 * The protocol version of a call: the current one, and the one that the call has or changes to. It
 * also decides which frames must be encrypted. Confined to the server's loop.
 */
final class CallVersion {

  /** The version with end-to-end encryption. */
  static final int ENCRYPTED = 1;

  /** The time in which receivers accept unencrypted frames after an upgrade. */
  private static final long PLAIN_ALLOWED_NANOS = Duration.ofSeconds(10).toNanos();

  private int target = ENCRYPTED;
  private int current = ENCRYPTED;
  private long encryptedSince = System.nanoTime();

  /** True if a fault keeps the call unencrypted although all members offer encryption. */
  boolean heldPlain;

  int target() {
    return target;
  }

  int current() {
    return current;
  }

  void aim(int version) {
    target = version;
  }

  /** The call has this version from now on. */
  void reach(int version, Iterable<DaveMember> members) {
    if (version == 0) {
      members.forEach(member -> member.encrypts = false);
    } else if (current == 0) {
      encryptedSince = System.nanoTime();
    }
    current = version;
  }

  /** Returns true if an encrypted frame of this member was expected, but this one is in clear. */
  boolean isInClear(DaveMember sender, boolean encrypted) {
    if (current == 0) {
      return false;
    }
    sender.encrypts |= encrypted || System.nanoTime() - encryptedSince > PLAIN_ALLOWED_NANOS;
    return sender.encrypts && !encrypted;
  }
}
