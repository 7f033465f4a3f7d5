package dev.antiphon.dave;

import dev.antiphon.machine.Kind;

/**
 * The kinds of events that the table knows: its lines. One event can be of several kinds, decided
 * by what is known when it comes and by the verdict of the MLS engine. The number of a line is the
 * voice gateway's opcode; {@code E} and {@code F} are ours.
 */
public enum DaveEventKind implements Kind {
  /** Session Description without end-to-end encryption. */
  BEGIN_PLAIN("4a", "version 0"),
  /** Session Description with end-to-end encryption. */
  BEGIN_ENCRYPTED("4b", "version 1 or higher"),

  /** Users are announced. */
  USERS_CONNECTED("11a", "users connected"),
  /** A user has left. */
  USER_DISCONNECTED("13a", "user disconnected"),

  /** A transition that executes at once: its id is 0. */
  TRANSITION_AT_ONCE("21a", "transition 0"),
  /** A transition to version 0. */
  DOWNGRADE_ANNOUNCED("21b", "transition to version 0"),
  /** A transition to a version with encryption. */
  TRANSITION_ANNOUNCED("21c", "transition to version 1 or higher"),
  /** A transition that has been announced already, and not executed. */
  TRANSITION_REPEATED("21d", "transition announced already"),

  /** A pending transition executes. */
  EXECUTE("22a", "execute transition"),
  /** A transition executes that is not pending. */
  EXECUTE_UNKNOWN("22b", "execute unknown transition"),

  /** A new group begins. */
  NEW_GROUP("24a", "epoch 1"),
  /** The group gets another protocol version. */
  NEW_VERSION("24b", "epoch above 1"),
  /** An epoch without a version that has groups. */
  EPOCH_WITHOUT_VERSION("24c", "epoch with version 0"),

  /** The external sender. */
  SENDER("25a", "external sender"),
  /** An external sender that is none. */
  SENDER_REFUSED("25b", "external sender, unusable"),

  /** Proposals came or went, and a commit of what is queued has been made. */
  PROPOSALS_COMMITTED("27a", "proposals, committed"),
  /** Proposals came or went, and what is queued removes us. */
  PROPOSALS_REMOVE_US("27b", "proposals, removing us"),
  /** Proposals came or went, and what is queued cannot be committed as it is. */
  PROPOSALS_UNFIT("27c", "proposals, not fitting together"),
  /** Every proposal that was queued is taken back. */
  PROPOSALS_GONE("27d", "proposals, all taken back"),
  /** Proposals that are queued already. */
  PROPOSALS_REPEATED("27e", "proposals, repeated"),
  /** Proposals that were refused, or that take back what is not queued. */
  PROPOSALS_REFUSED("27f", "proposals, refused"),

  /** Our own commit was chosen. */
  COMMIT_OWN("29a", "commit, our own"),
  /** Another member's commit was chosen, and holds. */
  COMMIT_APPLIES("29b", "commit, another's"),
  /** A commit was chosen that we cannot follow. */
  COMMIT_INVALID("29c", "commit, invalid"),
  /** Another's commit, while we are no member. */
  COMMIT_BEFORE_MEMBERSHIP("29d", "commit, before we are a member"),
  /** A commit of an epoch that is over. */
  COMMIT_PAST("29e", "commit, of an earlier epoch"),
  /** A commit that removes us. */
  COMMIT_REMOVES_US("29f", "commit, removing us"),

  /** A welcome that holds. */
  WELCOME_VALID("30a", "welcome"),
  /** A welcome that does not hold. */
  WELCOME_INVALID("30b", "welcome, invalid"),
  /** A welcome for another key package. */
  WELCOME_FOR_ANOTHER("30c", "welcome, for another key package"),
  /** A welcome to somebody who is a member. */
  WELCOME_LATE("30d", "welcome, already a member"),

  /** Proposals, a commit or a welcome, and there is no group that they could be for. */
  WITHOUT_GROUP("E1", "proposals, commit or welcome without a group"),

  /** Frames of a user could not be decrypted, one after another. */
  DECRYPTION_FAILS("F1", "decryption keeps failing");

  private final String line;
  private final String title;

  DaveEventKind(String line, String title) {
    this.line = line;
    this.title = title;
  }

  /** The line of the table, such as {@code 29b}. */
  @Override
  public String line() {
    return line;
  }

  /** A few words that name the event in pictures and logs. */
  @Override
  public String title() {
    return title;
  }
}
