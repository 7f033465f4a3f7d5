package dev.antiphon.dave;

import dev.antiphon.machine.Titled;
import java.util.function.Consumer;

/**
 * An action of a row, in addition to the change of state. An action changes the session's memory,
 * or adds a {@link DaveEffect}. No action publishes keys or the encryption status: each step
 * publishes them automatically if they have changed.
 */
public enum DaveAction implements Titled {
  /** Activates the version of this event, and deletes all pending transitions. */
  SET_VERSION("set the version", DaveStep::setVersion),
  /** Stores the version of this event for the next transition of the group. */
  SET_NEXT_VERSION("store the version of the group", DaveStep::setNextVersion),
  /** Deletes all media keys. Frames that were encrypted earlier can no longer be decrypted. */
  FORGET_KEYS("delete the media keys", DaveStep::forgetKeys),
  /** Deletes the messages that arrived too early. */
  CLEAR_BUFFER("delete buffered messages", DaveStep::clearBuffer),
  /** Leaves the group. */
  LEAVE_GROUP("leave the group", DaveStep::leaveGroup),
  /**
   * Creates a new leaf and a new key package. Also creates our own group if the external sender is
   * known.
   */
  SEND_KEY_PACKAGE("send a new key package (26)", DaveStep::sendKeyPackage),
  /** Stores the external sender, which sends all proposals from now on. */
  STORE_SENDER("store the external sender", DaveStep::storeSender),
  /** Creates our own group with this external sender, at epoch 0. */
  CREATE_GROUP("create our own group", DaveStep::createGroup),
  /** Adds these users to the users of the channel. */
  ADD_USERS("add the users", DaveStep::addUsers),
  /** Removes this user from the users of the channel. */
  REMOVE_USER("remove the user", DaveStep::removeUser),
  /** Adds this transition to the pending transitions. */
  PREPARE_TRANSITION("prepare the transition", DaveStep::prepareTransition),
  /** Executes this transition: its version and its keys are used from now on. */
  EXECUTE_TRANSITION("execute the transition", DaveStep::executeTransition),
  /** Accepts unencrypted frames for a limited time, because other members can switch before us. */
  ACCEPT_PLAIN("accept unencrypted frames for a limited time", DaveStep::acceptPlain),
  /** Reports to the gateway that we are ready. */
  SEND_READY("send ready (23)", DaveStep::sendReady),
  /** Reports to the gateway that a commit or a welcome was invalid. */
  SEND_INVALID("report an invalid commit or welcome (31)", DaveStep::sendInvalid),
  /** Queues the proposals for a commit. */
  QUEUE("queue the proposals", DaveStep::queue),
  /** Sends a commit of all queued proposals. It replaces our previous commit. */
  SEND_COMMIT("send a commit (28)", DaveStep::sendCommit),
  /** Discards our commit, which no longer matches the queue. */
  DISCARD_COMMIT("discard our commit", DaveStep::discardCommit),
  /** Enters this epoch as a member. Frames of its members can be decrypted from now on. */
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
