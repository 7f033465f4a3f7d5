package dev.antiphon.statemachine.flow;

/** Why a state was entered; the row that enters a state with reasons names one. */
public sealed interface Reason permits WaitReason, BackoffPlan, DisconnectReason, FailureCause {
  /** The name that people read, such as {@code NoServerUpdate}. */
  String title();
}
