package dev.antiphon.flow;

import dev.antiphon.machine.Titled;

/** The reason why a state was entered or a move failed. */
public sealed interface Reason extends Titled
    permits WaitReason, BackoffPlan, DisconnectReason, FailureCause, RequestFailure {

  /** The readable name, such as {@code NoServerUpdate}. */
  @Override
  String title();
}
