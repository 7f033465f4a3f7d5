package dev.antiphon.dave;

import static dev.antiphon.dave.DaveAction.*;
import static dev.antiphon.dave.DaveEventKind.*;
import static dev.antiphon.dave.DaveGuard.*;
import static dev.antiphon.dave.DaveState.*;

import dev.antiphon.machine.Table;
import dev.antiphon.machine.TableWriter;
import java.util.List;

/** The rows of {@link DaveTable}: the decision in each state for each kind of event. */
final class DaveRows {
  private DaveRows() {}

  /**
   * The note of a row whose event cannot occur in its state. Such a row exists because the table
   * has a row for each state and each kind of event.
   */
  static final String IMPOSSIBLE = "cannot occur";

  static Table<DaveState, DaveEventKind, DaveGuard, DaveAction> table() {
    Writer table = new Writer();
    beginnings(table);
    transitions(table);
    proposals(table);
    commits(table);
    welcomes(table);
    failures(table);
    return table.table();
  }

  // spotless:off: one line, one row
  private static void beginnings(Writer table) {
    table
        .on(BEGIN_PLAIN)
        .everywhere().goTo(DISABLED).doing(SET_VERSION, FORGET_KEYS, CLEAR_BUFFER, LEAVE_GROUP);
    table
        .on(BEGIN_ENCRYPTED)
        .everywhere().goTo(PENDING).doing(SET_VERSION, FORGET_KEYS, SEND_KEY_PACKAGE);

    table.on(USERS_CONNECTED).everywhere().stay().doing(ADD_USERS);
    table.on(USER_DISCONNECTED).everywhere().stay().doing(REMOVE_USER);

    table
        .on(NEW_GROUP)
        .everywhere().goTo(PENDING).doing(SET_NEXT_VERSION, FORGET_LOSS, CLEAR_BUFFER, SEND_KEY_PACKAGE);
    table
        .on(NEW_VERSION)
        .in(DISABLED).ignore("no group")
        .elsewhere().stay().doing(SET_NEXT_VERSION);
    table.on(EPOCH_WITHOUT_VERSION).everywhere().refuse();

    table
        .on(SENDER)
        .in(DISABLED, LOST).stay().doing(STORE_SENDER)
        .in(PENDING)
        .when(SENDER_KNOWN).ignore("external sender already known")
        .otherwise().stay().doing(STORE_SENDER, CREATE_GROUP)
        .in(AWAITING_COMMIT)
        .when(MEMBER).ignore("the group has its external sender")
        .when(SENDER_KNOWN).ignore("external sender already known")
        .otherwise().goTo(PENDING).doing(STORE_SENDER, CREATE_GROUP)
        .in(ACTIVE).ignore("the group has its external sender");
    table.on(SENDER_REFUSED).everywhere().refuse();
  }

  private static void transitions(Writer table) {
    table.on(TRANSITION_AT_ONCE).everywhere().stay().doing(EXECUTE_TRANSITION);
    table
        .on(DOWNGRADE_ANNOUNCED)
        .everywhere().stay().doing(PREPARE_TRANSITION, ACCEPT_PLAIN, SEND_READY);
    table.on(TRANSITION_ANNOUNCED).everywhere().stay().doing(PREPARE_TRANSITION, SEND_READY);
    table.on(TRANSITION_REPEATED).everywhere().ignore("transition already answered");
    table.on(EXECUTE).everywhere().stay().doing(EXECUTE_TRANSITION);
    table.on(EXECUTE_UNKNOWN).everywhere().ignore("transition not announced, or already executed");
  }

  private static void proposals(Writer table) {
    table
        .on(PROPOSALS_COMMITTED)
        .in(PENDING, AWAITING_COMMIT, ACTIVE).goTo(AWAITING_COMMIT).doing(QUEUE, SEND_COMMIT)
        .elsewhere().impossible();
    for (DaveEventKind uncommitted : new DaveEventKind[] {PROPOSALS_REMOVE_US, PROPOSALS_UNFIT, PROPOSALS_GONE, PROPOSALS_FOLLOWED}) {
      table
          .on(uncommitted)
          .in(PENDING, ACTIVE).stay().doing(QUEUE)
          .in(AWAITING_COMMIT).goBack(QUEUE, DISCARD_COMMIT)
          .elsewhere().impossible();
    }
    table
        .on(PROPOSALS_REPEATED)
        .in(PENDING, AWAITING_COMMIT, ACTIVE).ignore("proposals already queued")
        .elsewhere().impossible();
    table
        .on(PROPOSALS_REFUSED)
        .in(PENDING, AWAITING_COMMIT, ACTIVE).refuse()
        .elsewhere().impossible();
  }

  private static void commits(Writer table) {
    table
        .on(COMMIT_OWN)
        .in(AWAITING_COMMIT).enterEpoch()
        .elsewhere().impossible();
    table
        .on(COMMIT_APPLIES)
        .in(AWAITING_COMMIT, ACTIVE).enterEpoch()
        .elsewhere().impossible();
    table
        .on(COMMIT_INVALID)
        .in(AWAITING_COMMIT, ACTIVE).recoverOrLose()
        .elsewhere().impossible();
    table
        .on(COMMIT_BEFORE_MEMBERSHIP)
        .in(PENDING, AWAITING_COMMIT).ignore("a welcome follows")
        .elsewhere().impossible();
    table
        .on(COMMIT_PAST)
        .in(AWAITING_COMMIT, ACTIVE).ignore("commit already processed")
        .elsewhere().impossible();
    table
        .on(COMMIT_REMOVES_US)
        .in(AWAITING_COMMIT, ACTIVE).ignore("we wait for the next message of the gateway")
        .elsewhere().impossible();
  }

  private static void welcomes(Writer table) {
    table
        .on(WELCOME_VALID)
        .in(PENDING, AWAITING_COMMIT).enterEpoch()
        .elsewhere().impossible();
    table
        .on(WELCOME_INVALID)
        .in(PENDING, AWAITING_COMMIT)
        .when(GROUP_OF_ANOTHER_CHANNEL).ignore("no recovery helps")
        .recoverOrLose()
        .elsewhere().impossible();
    table
        .on(WELCOME_FOR_ANOTHER)
        .in(PENDING, AWAITING_COMMIT)
        .when(RECOVERING).ignore("for our previous key package")
        .when(GROUP_OF_ANOTHER_CHANNEL).ignore("no recovery helps")
        .recoverOrLose()
        .elsewhere().impossible();
    table
        .on(WELCOME_LATE)
        .in(AWAITING_COMMIT, ACTIVE).ignore("already a member")
        .elsewhere().impossible();
    table
        .on(WITHOUT_GROUP)
        .in(DISABLED)
        .when(VERSION_KNOWN).ignore("version 0 has no group")
        .when(BUFFER_FULL).refuse()
        .otherwise().stay().doing(BUFFER_MESSAGE)
        .in(PENDING)
        .when(BUFFER_FULL).refuse()
        .otherwise().stay().doing(BUFFER_MESSAGE)
        .in(LOST).ignore("we cannot follow the group")
        .elsewhere().impossible();
    table
        .on(OTHER_CHANNEL)
        .in(PENDING).stay().doing(NOTE_OTHER_CHANNEL)
        .in(AWAITING_COMMIT)
        .when(MEMBER).refuse()
        .otherwise().stay().doing(NOTE_OTHER_CHANNEL)
        .in(ACTIVE).refuse()
        .elsewhere().impossible();
  }

  private static void failures(Writer table) {
    table
        .on(DECRYPTION_FAILS)
        .in(AWAITING_COMMIT).when(NOT_MEMBER).ignore("not a member yet")
        .in(AWAITING_COMMIT, ACTIVE)
        .when(PLAIN).ignore("frames are not encrypted")
        .when(TRANSITION_PENDING).ignore("probably caused by the transition")
        .when(UNKNOWN_SENDER).ignore("sender not in the group")
        .when(RECOVERIES_SPENT).ignore("no recovery is left")
        .when(RECOVERED_RECENTLY).ignore("a recent recovery did not help")
        .otherwise().recover()
        .elsewhere().ignore("no group");
    table
        .on(KEYS_OVERDUE)
        .everywhere().when(NO_KEYS_AWAITED).ignore("no keys are awaited")
        .in(PENDING, AWAITING_COMMIT).when(GROUP_OF_ANOTHER_CHANNEL).ignore("no recovery helps")
        .in(LOST).when(RECOVERIES_SPENT).ignore("no recovery is left")
        .in(DISABLED, PENDING, AWAITING_COMMIT, ACTIVE)
        .when(RECOVERIES_SPENT).goTo(LOST).doing(LEAVE_GROUP, CLEAR_BUFFER, GIVE_UP)
        .everywhere()
        .when(RECOVERED_RECENTLY).ignore("the next recovery is not allowed yet")
        .otherwise().recover();
    table
        .on(RECOVERY_DUE)
        .in(LOST)
        .when(RECOVERY_NOT_POSTPONED).ignore("no recovery is postponed")
        .when(RECOVERED_RECENTLY).stay().doing(POSTPONE_RECOVERY)
        .otherwise().recover()
        .elsewhere().ignore("no recovery is postponed");
  }
  // spotless:on

  /** Adds rows that occur only in this table. */
  private static final class Writer
      extends TableWriter<DaveState, DaveEventKind, DaveGuard, DaveAction, Writer> {
    Writer() {
      super(List.of(DaveState.values()), List.of(DaveEventKind.values()));
    }

    @Override
    protected Writer self() {
      return this;
    }

    /** The new state is Active if we are a member, otherwise Pending. */
    Writer goBack(DaveAction... actions) {
      return when(MEMBER).goTo(ACTIVE).doing(actions).otherwise().goTo(PENDING).doing(actions);
    }

    /**
     * We are a member of the next epoch. We send with its keys after the transition. Transition 0
     * is executed immediately.
     */
    Writer enterEpoch() {
      return when(AT_ONCE)
          .goTo(ACTIVE)
          .doing(ENTER_EPOCH, EXECUTE_TRANSITION)
          .when(ANSWERED)
          .goTo(ACTIVE)
          .doing(ENTER_EPOCH, PREPARE_TRANSITION)
          .otherwise()
          .goTo(ACTIVE)
          .doing(ENTER_EPOCH, PREPARE_TRANSITION, SEND_READY);
    }

    /**
     * Recovers if it is allowed. Otherwise the session no longer follows the group: until the next
     * recovery is allowed, or until a new group begins.
     */
    Writer recoverOrLose() {
      return when(RECOVERIES_SPENT)
          .goTo(LOST)
          .doing(LEAVE_GROUP, CLEAR_BUFFER, GIVE_UP)
          .when(RECOVERED_RECENTLY)
          .goTo(LOST)
          .doing(LEAVE_GROUP, CLEAR_BUFFER, POSTPONE_RECOVERY)
          .otherwise()
          .recover();
    }

    /** Reports the failure to the gateway, and restarts the session with a new key package. */
    Writer recover() {
      return goTo(PENDING).doing(SEND_INVALID, CLEAR_BUFFER, SEND_KEY_PACKAGE);
    }

    /** Refuses an invalid message of the gateway: the refusal is counted and reported. */
    Writer refuse() {
      return refuse("");
    }

    /** No event of this kind occurs in this state. If one does, it is ignored. */
    Writer impossible() {
      return ignore(IMPOSSIBLE);
    }
  }
}
