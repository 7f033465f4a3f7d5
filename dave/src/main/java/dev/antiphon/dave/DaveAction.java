package dev.antiphon.dave;

import dev.antiphon.machine.Titled;
import java.util.function.Consumer;

/**
 * What a row does besides changing the state. An action changes what the session remembers, or adds
 * a {@link DaveEffect}. No action publishes keys or encryption: each step does that by itself if
 * they have changed.
 */
public enum DaveAction implements Titled {
  /** Puts the version of this event in force, and forgets the transitions announced before. */
  SET_VERSION("set the version", DaveStep::setVersion),
  /** Notes the version of this event for the next group. */
  SET_NEXT_VERSION("note the version of the group", DaveStep::setNextVersion),
  /** Forgets all media keys: frames encrypted before can no longer be decrypted. */
  FORGET_KEYS("forget the media keys", DaveStep::forgetKeys),
  /** Forgets the messages that came too early. */
  FORGET_KEPT("forget kept messages", DaveStep::forgetKept),
  /** Leaves the group. */
  LEAVE_GROUP("leave the group", DaveStep::leaveGroup),
  /** Makes a fresh leaf and key package, and a group of our own if the sender is known. */
  BEGIN_GROUP("new leaf, send a key package (26)", DaveStep::beginGroup),
  /** Notes who may propose from now on. */
  NOTE_SENDER("note the sender", DaveStep::noteSender),
  /** Founds a group of our own with this sender, at epoch 0. */
  FOUND_GROUP("found a group of our own", DaveStep::foundGroup),
  /** Notes that these users are in the channel. */
  ADD_USERS("note the users", DaveStep::addUsers),
  /** Notes that this user has left the channel. */
  DROP_USER("drop the user", DaveStep::dropUser),
  /** Notes that this transition is pending. */
  PREPARE_TRANSITION("prepare the transition", DaveStep::prepareTransition),
  /** Puts this transition into effect. */
  EXECUTE_TRANSITION("execute the transition", DaveStep::executeTransition),
  /** Accepts frames in clear for a while: others may change before us. */
  ACCEPT_PLAIN("accept clear frames for a while", DaveStep::acceptPlain),
  /** Tells the gateway that we are ready. */
  SEND_READY("answer ready (23)", DaveStep::sendReady),
  /** Tells the gateway that we could not use a commit or a welcome. */
  SEND_INVALID("tell that it is invalid (31)", DaveStep::sendInvalid),
  /** Queues the proposals for a commit. */
  QUEUE("queue the proposals", DaveStep::queue),
  /** Sends a commit of all queued proposals, in place of the one before. */
  SEND_COMMIT("send a commit (28)", DaveStep::sendCommit),
  /** Discards our commit, which no longer fits. */
  DISCARD_COMMIT("discard our commit", DaveStep::discardCommit),
  /** Enters this epoch as a member: frames of its members can be decrypted. */
  ENTER_EPOCH("enter the epoch", DaveStep::enterEpoch),
  /** Keeps the message until there is a group. */
  KEEP("keep it", DaveStep::keep);

  private final String title;
  private final Consumer<DaveStep> deed;

  DaveAction(String title, Consumer<DaveStep> deed) {
    this.title = title;
    this.deed = deed;
  }

  /** A few words that name it in pictures and tables. */
  @Override
  public String title() {
    return title;
  }

  void apply(DaveStep step) {
    deed.accept(step);
  }
}
