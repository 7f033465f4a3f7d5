package dev.antiphon.dave;

import dev.antiphon.machine.State;

/**
 * The states of a session, in the order of a first join (whitepaper, section Protocol Transitions).
 * The state does not determine whether frames are encrypted: the current keys stay in use while a
 * new group is formed.
 *
 * <p>The terms are explained in the description of this package.
 */
public enum DaveState implements State {
  /** There is no group: the session has not begun, or the version is 0. */
  DISABLED("Disabled", "DIS"),
  /**
   * We have sent a key package, and wait for proposals or a welcome. If the external sender is
   * known, we have also created our own group at epoch 0, so that we can commit the first
   * proposals.
   */
  PENDING("Pending", "PEN"),
  /** We have sent a commit, and the gateway has not chosen a commit yet. */
  AWAITING_COMMIT("AwaitingCommit", "AWC"),
  /** We are a member of the group, and no commit of ours waits for the gateway's choice. */
  ACTIVE("Active", "ACT"),
  /**
   * We cannot follow the group: a commit or a welcome was unusable, and another recovery is not
   * allowed yet, or no recovery is left. Messages of the group are ignored.
   */
  LOST("Lost", "LOS");

  private final String title;
  private final String code;

  DaveState(String title, String code) {
    this.title = title;
    this.code = code;
  }

  /** The name in logs and documents, such as {@code AwaitingCommit}. */
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
