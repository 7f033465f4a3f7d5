package dev.antiphon.dave;

import dev.antiphon.machine.State;

/**
 * The states of a session, in the order in which a first join passes them (whitepaper, section
 * Protocol Transitions). Whether frames are encrypted is another matter: keys in use stay in use
 * while a new group is formed.
 */
public enum DaveState implements State {
  /** There is no group: nothing is known yet, or the version is 0. */
  DISABLED("Disabled", "DIS"),
  /** A key package is out; with the external sender known, a group of our own waits at epoch 0. */
  PENDING("Pending", "PEN"),
  /** A commit of ours is out, and the gateway has not chosen one yet. */
  AWAITING_COMMIT("AwaitingCommit", "AWC"),
  /** We are a member of the group, and nothing is under way. */
  ACTIVE("Active", "ACT");

  private final String title;
  private final String code;

  DaveState(String title, String code) {
    this.title = title;
    this.code = code;
  }

  /** The name that people read, such as {@code AwaitingCommit}. */
  @Override
  public String title() {
    return title;
  }

  /** The short name used in row ids, such as {@code AWC}. */
  @Override
  public String code() {
    return code;
  }
}
