package dev.antiphon.dave;

import java.time.Instant;

/**
 * A wait for keys. Immutable.
 *
 * @param reason why the keys are missing
 * @param since when the wait began; a change of the reason does not begin another wait, except that
 *     a wait for others begins when the first other user comes
 */
public record KeyWait(Reason reason, Instant since) {

  /** Why keys are missing. */
  public enum Reason {
    /** The gateway has announced no other user. There is nobody to exchange keys with. */
    ALONE,
    /** The gateway has not sent its external sender (op 25). */
    NO_EXTERNAL_SENDER,
    /** We have sent our key package (op 26), and no member has added us yet. */
    NOT_ADDED,
    /** The gateway has sent proposals (op 27), and no commit of them. */
    NO_COMMIT,
    /** The keys of the next epoch are known, and the gateway has not executed the transition. */
    NOT_EXECUTED,
    /** We have reported a problem (op 31), and wait to be added again. */
    RECOVERING,
    /** We cannot follow the group. The next recovery begins when its spacing is over. */
    RECOVERY_POSTPONED,
    /** We cannot follow the group, and all recoveries are used up. */
    RECOVERIES_SPENT,
    /** The gateway has sent messages of the group of another channel. */
    OTHER_CHANNEL,
    /** Encryption is required, but the gateway has chosen version 0. */
    NOT_ENCRYPTED
  }
}
