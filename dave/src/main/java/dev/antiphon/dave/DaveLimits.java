package dev.antiphon.dave;

import java.time.Duration;

/**
 * The limits of a session. They bound all memory that a peer can fill.
 *
 * @param users the maximum number of announced users, and also of members of a group; at least 2.
 *     Further users are ignored, and a larger group is refused
 * @param proposals the maximum number of proposals that await a commit; at least 1. Further
 *     proposals are refused
 * @param transitions the maximum number of pending transitions; at least 1. If there are more, the
 *     oldest transition is deleted
 * @param keptMessages the maximum number of messages that are buffered because they arrived before
 *     there was a group; at least 0
 * @param keptBytes the maximum total number of bytes of the buffered messages; at least 0
 * @param epochs the maximum number of epochs whose media keys are kept; at least 2. If there are
 *     more, the keys of the oldest epoch are deleted
 * @param keyRetention how long old keys can still be used for decryption after newer keys are in
 *     use (whitepaper, section Sender Key Rotation). A second, fixed limit also applies: the older
 *     keys of a sender can be used for at most 10 seconds after the first authentic frame with
 *     newer keys
 * @param downgradeWindow how long unencrypted frames are accepted while a transition to version 0
 *     is pending
 * @param upgradeWindow how long unencrypted frames are accepted after a transition from version 0
 *     to a higher version
 * @param decryptionFailures the number of consecutive frames of one user that cannot be decrypted
 *     before the session restarts; at least 1
 * @param recoveries the maximum number of recoveries (op 31) of a session, whatever asked for them;
 *     at least 0. If all are used, the session reports {@link KeyWait.Reason#RECOVERIES_SPENT}
 * @param recoverySpacing the minimum time between the first and the second recovery. It doubles for
 *     each further recovery
 * @param recoveryMemory the time after the last recovery when the count of recoveries starts again.
 *     It also limits the time between two recoveries
 */
public record DaveLimits(
    int users,
    int proposals,
    int transitions,
    int keptMessages,
    int keptBytes,
    int epochs,
    Duration keyRetention,
    Duration downgradeWindow,
    Duration upgradeWindow,
    int decryptionFailures,
    int recoveries,
    Duration recoverySpacing,
    Duration recoveryMemory) {

  /**
   * Checks every value.
   *
   * @throws IllegalArgumentException if a value is too small; the message names the limit
   */
  public DaveLimits {
    requireAtLeast("users", users, 2);
    requireAtLeast("proposals", proposals, 1);
    requireAtLeast("transitions", transitions, 1);
    requireAtLeast("keptMessages", keptMessages, 0);
    requireAtLeast("keptBytes", keptBytes, 0);
    requireAtLeast("epochs", epochs, 2);
    requireAtLeast("decryptionFailures", decryptionFailures, 1);
    requireNotNegative("keyRetention", keyRetention);
    requireNotNegative("downgradeWindow", downgradeWindow);
    requireNotNegative("upgradeWindow", upgradeWindow);
    requireAtLeast("recoveries", recoveries, 0);
    requireNotNegative("recoverySpacing", recoverySpacing);
    requireNotNegative("recoveryMemory", recoveryMemory);
  }

  /**
   * The default limits. If the whitepaper or Discord's clients define a value, the default is this
   * value. All other defaults are so large that they do not restrict a normal call.
   */
  public static DaveLimits ofDefaults() {
    return new DaveLimits(
        1024,
        2048,
        64,
        64,
        1 << 20,
        4,
        Duration.ofSeconds(10),
        Duration.ofSeconds(24),
        Duration.ofSeconds(10),
        36,
        4,
        Duration.ofSeconds(2),
        Duration.ofMinutes(5));
  }

  private static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be at least " + least + ", was " + value);
    }
  }

  private static void requireNotNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative, was " + value);
    }
  }
}
