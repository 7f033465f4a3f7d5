package dev.antiphon.dave;

import static dev.antiphon.dave.DaveAction.ACCEPT_PLAIN;
import static dev.antiphon.dave.DaveAction.ADD_USERS;
import static dev.antiphon.dave.DaveAction.BEGIN_GROUP;
import static dev.antiphon.dave.DaveAction.DISCARD_COMMIT;
import static dev.antiphon.dave.DaveAction.DROP_USER;
import static dev.antiphon.dave.DaveAction.EXECUTE_TRANSITION;
import static dev.antiphon.dave.DaveAction.FORGET_KEPT;
import static dev.antiphon.dave.DaveAction.FORGET_KEYS;
import static dev.antiphon.dave.DaveAction.FOUND_GROUP;
import static dev.antiphon.dave.DaveAction.KEEP;
import static dev.antiphon.dave.DaveAction.LEAVE_GROUP;
import static dev.antiphon.dave.DaveAction.NOTE_SENDER;
import static dev.antiphon.dave.DaveAction.PREPARE_TRANSITION;
import static dev.antiphon.dave.DaveAction.QUEUE;
import static dev.antiphon.dave.DaveAction.SEND_COMMIT;
import static dev.antiphon.dave.DaveAction.SEND_READY;
import static dev.antiphon.dave.DaveAction.SET_NEXT_VERSION;
import static dev.antiphon.dave.DaveAction.SET_VERSION;
import static dev.antiphon.dave.DaveEventKind.BEGIN_ENCRYPTED;
import static dev.antiphon.dave.DaveEventKind.BEGIN_PLAIN;
import static dev.antiphon.dave.DaveEventKind.COMMIT_APPLIES;
import static dev.antiphon.dave.DaveEventKind.COMMIT_BEFORE_MEMBERSHIP;
import static dev.antiphon.dave.DaveEventKind.COMMIT_INVALID;
import static dev.antiphon.dave.DaveEventKind.COMMIT_OWN;
import static dev.antiphon.dave.DaveEventKind.COMMIT_PAST;
import static dev.antiphon.dave.DaveEventKind.COMMIT_REMOVES_US;
import static dev.antiphon.dave.DaveEventKind.DECRYPTION_FAILS;
import static dev.antiphon.dave.DaveEventKind.DOWNGRADE_ANNOUNCED;
import static dev.antiphon.dave.DaveEventKind.EPOCH_WITHOUT_VERSION;
import static dev.antiphon.dave.DaveEventKind.EXECUTE;
import static dev.antiphon.dave.DaveEventKind.EXECUTE_UNKNOWN;
import static dev.antiphon.dave.DaveEventKind.NEW_GROUP;
import static dev.antiphon.dave.DaveEventKind.NEW_VERSION;
import static dev.antiphon.dave.DaveEventKind.PROPOSALS_COMMITTED;
import static dev.antiphon.dave.DaveEventKind.PROPOSALS_GONE;
import static dev.antiphon.dave.DaveEventKind.PROPOSALS_REFUSED;
import static dev.antiphon.dave.DaveEventKind.PROPOSALS_REMOVE_US;
import static dev.antiphon.dave.DaveEventKind.PROPOSALS_REPEATED;
import static dev.antiphon.dave.DaveEventKind.PROPOSALS_UNFIT;
import static dev.antiphon.dave.DaveEventKind.SENDER;
import static dev.antiphon.dave.DaveEventKind.SENDER_REFUSED;
import static dev.antiphon.dave.DaveEventKind.TRANSITION_ANNOUNCED;
import static dev.antiphon.dave.DaveEventKind.TRANSITION_AT_ONCE;
import static dev.antiphon.dave.DaveEventKind.TRANSITION_REPEATED;
import static dev.antiphon.dave.DaveEventKind.USERS_CONNECTED;
import static dev.antiphon.dave.DaveEventKind.USER_DISCONNECTED;
import static dev.antiphon.dave.DaveEventKind.WELCOME_FOR_ANOTHER;
import static dev.antiphon.dave.DaveEventKind.WELCOME_INVALID;
import static dev.antiphon.dave.DaveEventKind.WELCOME_LATE;
import static dev.antiphon.dave.DaveEventKind.WELCOME_VALID;
import static dev.antiphon.dave.DaveEventKind.WITHOUT_GROUP;
import static dev.antiphon.dave.DaveGuard.KEPT_ENOUGH;
import static dev.antiphon.dave.DaveGuard.MEMBER;
import static dev.antiphon.dave.DaveGuard.NOT_MEMBER;
import static dev.antiphon.dave.DaveGuard.PLAIN;
import static dev.antiphon.dave.DaveGuard.RECOVERED_RECENTLY;
import static dev.antiphon.dave.DaveGuard.RECOVERING;
import static dev.antiphon.dave.DaveGuard.SENDER_KNOWN;
import static dev.antiphon.dave.DaveGuard.STRANGER;
import static dev.antiphon.dave.DaveGuard.TRANSITION_PENDING;
import static dev.antiphon.dave.DaveGuard.VERSION_KNOWN;
import static dev.antiphon.dave.DaveState.ACTIVE;
import static dev.antiphon.dave.DaveState.AWAITING_COMMIT;
import static dev.antiphon.dave.DaveState.DISABLED;
import static dev.antiphon.dave.DaveState.PENDING;

/** What is decided in each state on each event. */
final class DaveRows {
  private DaveRows() {}

  static DaveTable table() {
    DaveTableWriter table = new DaveTableWriter();
    beginnings(table);
    transitions(table);
    proposals(table);
    commits(table);
    welcomes(table);
    failures(table);
    return table.table();
  }

  // spotless:off: one line, one row
  private static void beginnings(DaveTableWriter table) {
    table
        .on(BEGIN_PLAIN)
        .everywhere().goTo(DISABLED).doing(SET_VERSION, FORGET_KEYS, FORGET_KEPT, LEAVE_GROUP);
    table
        .on(BEGIN_ENCRYPTED)
        .everywhere().goTo(PENDING).doing(SET_VERSION, FORGET_KEYS, BEGIN_GROUP);

    table.on(USERS_CONNECTED).everywhere().stay().doing(ADD_USERS);
    table.on(USER_DISCONNECTED).everywhere().stay().doing(DROP_USER);

    table
        .on(NEW_GROUP)
        .everywhere().goTo(PENDING).doing(SET_NEXT_VERSION, FORGET_KEPT, BEGIN_GROUP);
    table
        .on(NEW_VERSION)
        .in(DISABLED).ignore("no group")
        .elsewhere().stay().doing(SET_NEXT_VERSION);
    table.on(EPOCH_WITHOUT_VERSION).everywhere().refuse();

    table
        .on(SENDER)
        .in(DISABLED).stay().doing(NOTE_SENDER)
        .in(PENDING)
        .when(SENDER_KNOWN).ignore("known already")
        .otherwise().stay().doing(NOTE_SENDER, FOUND_GROUP)
        .in(AWAITING_COMMIT)
        .when(MEMBER).ignore("the group has its sender")
        .when(SENDER_KNOWN).ignore("known already")
        .otherwise().goTo(PENDING).doing(NOTE_SENDER, FOUND_GROUP)
        .in(ACTIVE).ignore("the group has its sender");
    table.on(SENDER_REFUSED).everywhere().refuse();
  }

  private static void transitions(DaveTableWriter table) {
    table.on(TRANSITION_AT_ONCE).everywhere().stay().doing(EXECUTE_TRANSITION);
    table
        .on(DOWNGRADE_ANNOUNCED)
        .everywhere().stay().doing(PREPARE_TRANSITION, ACCEPT_PLAIN, SEND_READY);
    table.on(TRANSITION_ANNOUNCED).everywhere().stay().doing(PREPARE_TRANSITION, SEND_READY);
    table.on(TRANSITION_REPEATED).everywhere().ignore("answered already");
    table.on(EXECUTE).everywhere().stay().doing(EXECUTE_TRANSITION);
    table.on(EXECUTE_UNKNOWN).everywhere().ignore("not announced, or executed already");
  }

  private static void proposals(DaveTableWriter table) {
    table
        .on(PROPOSALS_COMMITTED)
        .in(PENDING, AWAITING_COMMIT, ACTIVE).goTo(AWAITING_COMMIT).doing(QUEUE, SEND_COMMIT)
        .elsewhere().impossible();
    for (DaveEventKind uncommitted : new DaveEventKind[] {PROPOSALS_REMOVE_US, PROPOSALS_UNFIT, PROPOSALS_GONE}) {
      table
          .on(uncommitted)
          .in(PENDING, ACTIVE).stay().doing(QUEUE)
          .in(AWAITING_COMMIT).goBack(QUEUE, DISCARD_COMMIT)
          .elsewhere().impossible();
    }
    table
        .on(PROPOSALS_REPEATED)
        .in(PENDING, AWAITING_COMMIT, ACTIVE).ignore("nothing new")
        .elsewhere().impossible();
    table
        .on(PROPOSALS_REFUSED)
        .in(PENDING, AWAITING_COMMIT, ACTIVE).refuse()
        .elsewhere().impossible();
  }

  private static void commits(DaveTableWriter table) {
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
        .in(AWAITING_COMMIT, ACTIVE).recover()
        .elsewhere().impossible();
    table
        .on(COMMIT_BEFORE_MEMBERSHIP)
        .in(PENDING, AWAITING_COMMIT).ignore("a welcome follows")
        .elsewhere().impossible();
    table
        .on(COMMIT_PAST)
        .in(AWAITING_COMMIT, ACTIVE).ignore("done already")
        .elsewhere().impossible();
    table
        .on(COMMIT_REMOVES_US)
        .in(AWAITING_COMMIT, ACTIVE).ignore("the gateway says what follows")
        .elsewhere().impossible();
  }

  private static void welcomes(DaveTableWriter table) {
    table
        .on(WELCOME_VALID)
        .in(PENDING, AWAITING_COMMIT).enterEpoch()
        .elsewhere().impossible();
    table
        .on(WELCOME_INVALID)
        .in(PENDING, AWAITING_COMMIT).recover()
        .elsewhere().impossible();
    table
        .on(WELCOME_FOR_ANOTHER)
        .in(PENDING, AWAITING_COMMIT)
        .when(RECOVERING).ignore("for the key package before")
        .otherwise().recover()
        .elsewhere().impossible();
    table
        .on(WELCOME_LATE)
        .in(AWAITING_COMMIT, ACTIVE).ignore("a member already")
        .elsewhere().impossible();
    table
        .on(WITHOUT_GROUP)
        .in(DISABLED)
        .when(VERSION_KNOWN).ignore("version 0 has no group")
        .when(KEPT_ENOUGH).refuse()
        .otherwise().stay().doing(KEEP)
        .in(PENDING)
        .when(KEPT_ENOUGH).refuse()
        .otherwise().stay().doing(KEEP)
        .elsewhere().impossible();
  }

  private static void failures(DaveTableWriter table) {
    table
        .on(DECRYPTION_FAILS)
        .in(AWAITING_COMMIT).when(NOT_MEMBER).ignore("not a member yet")
        .in(AWAITING_COMMIT, ACTIVE)
        .when(PLAIN).ignore("nothing is encrypted")
        .when(TRANSITION_PENDING).ignore("the transition may explain it")
        .when(STRANGER).ignore("not in the group")
        .when(RECOVERED_RECENTLY).ignore("it has not helped")
        .otherwise().recover()
        .elsewhere().ignore("no group");
  }
  // spotless:on
}
