package dev.antiphon.flow;

import dev.antiphon.machine.State;

/**
 * The exact state of a connection as the table knows it: a state with its reason or plan, or a
 * state that has neither.
 *
 * <p>{@link VoiceState#AWAITING_SERVER_UPDATE} has a substate for each {@link WaitReason}, {@link
 * VoiceState#BACKOFF} for each {@link BackoffPlan}, {@link VoiceState#DISCONNECTED} for each {@link
 * DisconnectReason}, {@link VoiceState#FAILED} for each {@link FailureCause}. Every other state is
 * its own only substate.
 */
public sealed interface Substate extends State
    permits VoiceState, WaitReason, BackoffPlan, DisconnectReason, FailureCause {

  /** Returns the state of this substate. */
  @Override
  VoiceState superstate();

  @Override
  default String code() {
    return superstate().code();
  }
}
