package dev.antiphon.flow;

/** Why something is as it is: a state was entered, or a move was not made. */
public sealed interface Reason
    permits WaitReason, BackoffPlan, DisconnectReason, FailureCause, MoveFailure {
  /** The name that people read, such as {@code NoServerUpdate}. */
  String title();
}
