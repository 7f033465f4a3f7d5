package dev.antiphon.dave;

import dev.antiphon.machine.Titled;
import java.util.function.Consumer;

/**
 * An action of a row of {@link DaveTable}, in addition to the change of state. An action changes
 * the stored data of the session, or adds a {@link DaveEffect}. No action publishes keys or the
 * encryption status: the session publishes them after each event if they have changed.
 *
 * <p>In the descriptions, "the event" is the event that the row handles. The terms are explained in
 * the description of this package.
 */
public enum DaveAction implements Titled {
  /** Activates the protocol version of the event, and deletes all pending transitions. */
  SET_VERSION("activate the version", DaveStep::setVersion),
  /**
   * Stores the protocol version of the event. The next transition of the group activates this
   * version.
   */
  SET_NEXT_VERSION("store the version for the next transition", DaveStep::setNextVersion),
  /** Deletes all media keys. Frames that were encrypted earlier can no longer be decrypted. */
  FORGET_KEYS("delete the media keys", DaveStep::forgetKeys),
  /** Deletes the buffered messages, which arrived before there was a group. */
  CLEAR_BUFFER("delete buffered messages", DaveStep::clearBuffer),
  /** Leaves the group. No message is sent. */
  LEAVE_GROUP("leave the group", DaveStep::leaveGroup),
  /**
   * Creates new keys and a new key package, and sends the key package (op 26). If the external
   * sender is known, it also creates our own group: see {@link #CREATE_GROUP}.
   */
  SEND_KEY_PACKAGE("send a new key package (26)", DaveStep::sendKeyPackage),
  /** Stores the external sender of the event, which sends all proposals from now on. */
  STORE_SENDER("store the external sender", DaveStep::storeSender),
  /**
   * Creates our own group at epoch 0, with us as the only member and with the external sender of
   * the event.
   */
  CREATE_GROUP("create our own group", DaveStep::createGroup),
  /** Adds the users of the event to the users of the channel. */
  ADD_USERS("add the users", DaveStep::addUsers),
  /** Removes the user of the event from the users of the channel. */
  REMOVE_USER("remove the user", DaveStep::removeUser),
  /** Adds the transition of the event to the pending transitions. */
  PREPARE_TRANSITION("prepare the transition", DaveStep::prepareTransition),
  /** Executes the transition of the event: its version and its keys are used from now on. */
  EXECUTE_TRANSITION("execute the transition", DaveStep::executeTransition),
  /**
   * Accepts unencrypted frames for a limited time ({@link DaveLimits#downgradeWindow}), because
   * other members can stop encrypting before us.
   */
  ACCEPT_PLAIN("accept unencrypted frames for a limited time", DaveStep::acceptPlain),
  /** Reports to the gateway that we are ready for the transition of the event (op 23). */
  SEND_READY("send ready (23)", DaveStep::sendReady),
  /**
   * Reports to the gateway that we cannot use a commit or a welcome (op 31). This report also asks
   * the gateway to add us to the group again.
   */
  SEND_INVALID("report an invalid commit or welcome (31)", DaveStep::sendInvalid),
  /**
   * Asks the owner to pass {@link DaveEvent.RecoveryDue} when another recovery is allowed. The
   * recovery then reports the transition of the event.
   */
  POSTPONE_RECOVERY("postpone the recovery", DaveStep::postponeRecovery),
  /** Stores that we cannot follow the group and that no recovery is left. */
  GIVE_UP("give up", DaveStep::giveUp),
  /** Forgets that we could not follow the group, or that it was of another channel. */
  FORGET_LOSS("forget why we could not follow", DaveStep::forgetLoss),
  /** Stores that the gateway has sent a message of the group of another channel. */
  NOTE_OTHER_CHANNEL("note the other channel", DaveStep::noteOtherChannel),
  /**
   * Adds the proposals of the event to the queue for the next commit, or removes them if the event
   * revokes them.
   */
  QUEUE("update the queue of proposals", DaveStep::queue),
  /**
   * Sends a commit of all queued proposals (op 28). The new commit replaces our previous commit, if
   * there is one.
   */
  SEND_COMMIT("send a commit (28)", DaveStep::sendCommit),
  /** Discards our commit, which no longer matches the queued proposals. */
  DISCARD_COMMIT("discard our commit", DaveStep::discardCommit),
  /**
   * Enters the new epoch as a member. From now on, frames with keys of this epoch can be decrypted.
   */
  ENTER_EPOCH("enter the epoch", DaveStep::enterEpoch),
  /** Buffers the message until there is a group. */
  BUFFER_MESSAGE("buffer the message", DaveStep::bufferMessage);

  private final String title;
  private final Consumer<DaveStep> operation;

  DaveAction(String title, Consumer<DaveStep> operation) {
    this.title = title;
    this.operation = operation;
  }

  /** The short name of the action in diagrams and tables. */
  @Override
  public String title() {
    return title;
  }

  void apply(DaveStep step) {
    operation.accept(step);
  }
}
