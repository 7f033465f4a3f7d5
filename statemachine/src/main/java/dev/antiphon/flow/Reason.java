package dev.antiphon.flow;

import dev.antiphon.machine.Titled;

/** Why something is as it is: a state was entered, or a move was not made. */
public sealed interface Reason extends Titled
    permits WaitReason, BackoffPlan, DisconnectReason, FailureCause, MoveFailure {

  /** The name that people read, such as {@code NoServerUpdate}. */
  @Override
  String title();
}
