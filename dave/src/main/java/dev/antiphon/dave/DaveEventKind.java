package dev.antiphon.dave;

import dev.antiphon.machine.Kind;

/**
 * The kinds of events. Each kind is one line of {@link DaveTable}. The kind of an event depends on
 * the event, on the stored data of the session, and on the result of the cryptography (MLS).
 *
 * <p>The name of a line, such as {@code 29b}, consists of the voice gateway's opcode and a letter.
 * Lines whose names begin with {@code E} or {@code F} do not belong to one opcode: the library
 * defines these lines.
 *
 * <p>The terms are explained in the description of this package.
 */
public enum DaveEventKind implements Kind {
  /** Session Description (op 4) without end-to-end encryption. */
  BEGIN_PLAIN("4a", "version 0"),
  /** Session Description (op 4) with end-to-end encryption. */
  BEGIN_ENCRYPTED("4b", "version 1 or higher"),

  /** The gateway announces users. */
  USERS_CONNECTED("11a", "users connected"),
  /** A user has left. */
  USER_DISCONNECTED("13a", "user disconnected"),

  /** The gateway announces a transition that is executed immediately: its id is 0. */
  TRANSITION_AT_ONCE("21a", "transition 0"),
  /** The gateway announces a transition to version 0. */
  DOWNGRADE_ANNOUNCED("21b", "transition to version 0"),
  /** The gateway announces a transition to a version with encryption. */
  TRANSITION_ANNOUNCED("21c", "transition to version 1 or higher"),
  /**
   * The gateway announces a transition that is already pending, or that was the last executed
   * transition.
   */
  TRANSITION_REPEATED("21d", "transition announced already"),

  /** The gateway executes a pending transition. */
  EXECUTE("22a", "execute transition"),
  /** The gateway executes a transition that is not pending. */
  EXECUTE_UNKNOWN("22b", "execute unknown transition"),

  /** A new group begins. */
  NEW_GROUP("24a", "epoch 1"),
  /** The group gets a different protocol version. */
  NEW_VERSION("24b", "epoch above 1"),
  /** The gateway announces an epoch with version 0. Version 0 has no groups. */
  EPOCH_WITHOUT_VERSION("24c", "epoch with version 0"),

  /** The gateway announces the external sender. */
  SENDER("25a", "external sender"),
  /** The gateway announces an external sender that cannot be used. */
  SENDER_REFUSED("25b", "external sender, unusable"),

  /** Proposals were added or revoked, and we have created a commit of all queued proposals. */
  PROPOSALS_COMMITTED("27a", "proposals, committed"),
  /** Proposals were added or revoked, and one of the queued proposals removes us. */
  PROPOSALS_REMOVE_US("27b", "proposals, removing us"),
  /** Proposals were added or revoked, and the queued proposals cannot be committed. */
  PROPOSALS_UNFIT("27c", "proposals, not fitting together"),
  /** All queued proposals were revoked. */
  PROPOSALS_GONE("27d", "proposals, all taken back"),
  /** Proposals that are already in the queue. */
  PROPOSALS_REPEATED("27e", "proposals, repeated"),
  /** Proposals that were refused, or a revocation of proposals that are not in the queue. */
  PROPOSALS_REFUSED("27f", "proposals, refused"),
  /** Proposals were added or revoked, and more proposals have already arrived. */
  PROPOSALS_FOLLOWED("27g", "proposals, followed by more"),

  /** The gateway has chosen our own commit. */
  COMMIT_OWN("29a", "commit, our own"),
  /** The gateway has chosen another member's commit, and the commit is valid. */
  COMMIT_APPLIES("29b", "commit, another's"),
  /** The gateway has chosen a commit that we cannot process. */
  COMMIT_INVALID("29c", "commit, invalid"),
  /** Another member's commit, while we are not a member. */
  COMMIT_BEFORE_MEMBERSHIP("29d", "commit, before we are a member"),
  /** A commit of an earlier epoch. */
  COMMIT_PAST("29e", "commit, of an earlier epoch"),
  /** A commit that removes us. */
  COMMIT_REMOVES_US("29f", "commit, removing us"),

  /** A valid welcome. */
  WELCOME_VALID("30a", "welcome"),
  /** An invalid welcome. */
  WELCOME_INVALID("30b", "welcome, invalid"),
  /** A welcome for another key package. */
  WELCOME_FOR_ANOTHER("30c", "welcome, for another key package"),
  /** A welcome that arrives although we are already a member. */
  WELCOME_LATE("30d", "welcome, already a member"),

  /** Proposals, a commit or a welcome that arrive before there is a group. */
  WITHOUT_GROUP("E1", "proposals, commit or welcome without a group"),

  /** Proposals, a commit or a welcome that belong to the group of another channel. */
  OTHER_CHANNEL("E2", "proposals, commit or welcome of another channel"),

  /** Many consecutive frames of a user could not be decrypted. */
  DECRYPTION_FAILS("F1", "decryption keeps failing"),
  /** The owner of the session has waited too long for keys. */
  KEYS_OVERDUE("F2", "keys overdue"),
  /** The time of a postponed recovery has come. */
  RECOVERY_DUE("F3", "recovery due");

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

  /** The short name of the event in diagrams and logs. */
  @Override
  public String title() {
    return title;
  }
}
