package dev.antiphon.flow;

import dev.antiphon.machine.Titled;

/** The reason for a state, or for a failed move. */
public sealed interface Reason extends Titled
    permits WaitReason, BackoffPlan, DisconnectReason, FailureCause, MoveFailure {

  /** Returns the name for people, such as {@code NoServerUpdate}. */
  @Override
  String title();
}
