package dev.antiphon.flow;

import dev.antiphon.machine.State;

/**
 * Where a connection is, as exactly as the table knows it: a state with its reason or plan, or a
 * state that has neither.
 *
 * <p>{@link VoiceState#AWAITING_SERVER_UPDATE} has a substate for each {@link WaitReason}, {@link
 * VoiceState#BACKOFF} for each {@link BackoffPlan}, {@link VoiceState#DISCONNECTED} for each {@link
 * DisconnectReason}, {@link VoiceState#FAILED} for each {@link FailureCause}. Every other state is
 * its own only substate.
 */
public sealed interface Substate extends State
    permits VoiceState, WaitReason, BackoffPlan, DisconnectReason, FailureCause {

  /** The state that it is part of, or is. */
  @Override
  VoiceState superstate();

  @Override
  default String code() {
    return superstate().code();
  }
}
