package dev.antiphon.dave;

import dev.antiphon.machine.Titled;
import java.util.function.Consumer;

/**
 * What a row does besides changing the state. Each changes the step's draft; whatever touches the
 * world is left behind as a {@link DaveEffect}. That keys and encryption have changed is told by
 * itself.
 */
public enum DaveAction implements Titled {
  /** The version of this event is in force, and what was announced before counts no more. */
  SET_VERSION("set the version", DaveStep::setVersion),
  /** The version of this event is what the next group begins with. */
  SET_NEXT_VERSION("note the version of the group", DaveStep::setNextVersion),
  /** Nothing that was encrypted before will be decrypted any more. */
  FORGET_KEYS("forget the media keys", DaveStep::forgetKeys),
  /** What came too early does not come into question any more. */
  FORGET_KEPT("forget kept messages", DaveStep::forgetKept),
  /** There is no group any more. */
  LEAVE_GROUP("leave the group", DaveStep::leaveGroup),
  /** A fresh leaf, a fresh key package, and a group of our own if the sender is known. */
  BEGIN_GROUP("new leaf, send a key package (26)", DaveStep::beginGroup),
  /** From now on this is who may propose. */
  NOTE_SENDER("note the sender", DaveStep::noteSender),
  /** A group of our own with this sender, at epoch 0. */
  FOUND_GROUP("found a group of our own", DaveStep::foundGroup),
  /** These users are here. */
  ADD_USERS("note the users", DaveStep::addUsers),
  /** This user is here no more. */
  DROP_USER("drop the user", DaveStep::dropUser),
  /** This transition waits for its execution. */
  PREPARE_TRANSITION("prepare the transition", DaveStep::prepareTransition),
  /** This transition takes effect. */
  EXECUTE_TRANSITION("execute the transition", DaveStep::executeTransition),
  /** Others may go before us: accept frames in clear for a while. */
  ACCEPT_PLAIN("accept clear frames for a while", DaveStep::acceptPlain),
  /** Say that we are ready. */
  SEND_READY("answer ready (23)", DaveStep::sendReady),
  /** Say that we could not follow. */
  SEND_INVALID("tell that it is invalid (31)", DaveStep::sendInvalid),
  /** What awaits a commit is this. */
  QUEUE("queue the proposals", DaveStep::queue),
  /** Our commit of all that is queued, in place of the one before. */
  SEND_COMMIT("send a commit (28)", DaveStep::sendCommit),
  /** Our commit no longer fits. */
  DISCARD_COMMIT("discard our commit", DaveStep::discardCommit),
  /** We are a member of this epoch, and can decrypt what its members send. */
  ENTER_EPOCH("enter the epoch", DaveStep::enterEpoch),
  /** The message's time has not come. */
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
