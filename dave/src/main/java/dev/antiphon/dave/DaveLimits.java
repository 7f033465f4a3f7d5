package dev.antiphon.dave;

import java.time.Duration;

/**
 * Every number that a session is decided with: whatever a peer can make grow ends at one of them.
 *
 * @param users announced users and members of a group, 2 or more; more are not taken note of, and a
 *     larger group is not followed
 * @param proposals proposals that await a commit, 1 or more; more are refused
 * @param transitions transitions that are pending, 1 or more; of more, the oldest is forgotten
 * @param keptMessages early messages that are kept, 0 or more
 * @param keptBytes their bytes, 0 or more
 * @param epochs epochs whose media keys are held, 2 or more; of more, the oldest goes
 * @param keyRetention how long keys can decrypt after their successors took over (whitepaper,
 *     section Sender Key Rotation); no longer than 10 seconds after a frame under the successors
 * @param downgradeWindow how long frames in clear are accepted while a downgrade is pending
 * @param upgradeWindow how long they are accepted after an upgrade
 * @param decryptionFailures frames of a user that fail one after another before the session begins
 *     anew, 1 or more
 * @param recoverySpacing how long it waits at least until it does so again
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
    Duration recoverySpacing) {

  /**
   * Checks every number.
   *
   * @throws IllegalArgumentException with a sentence that says which number is wrong
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
    requireNotNegative("recoverySpacing", recoverySpacing);
  }

  /** The numbers of the whitepaper and of Discord's clients, and generous ones for the rest. */
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
        Duration.ofSeconds(30));
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
