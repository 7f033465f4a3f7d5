package dev.antiphon.flow;

import dev.antiphon.machine.State;

/**
 * The exact state of a connection: a {@link VoiceState}, together with its reason or plan if it has
 * one.
 *
 * <p>{@link VoiceState#AWAITING_SERVER_UPDATE} has a substate for each {@link WaitReason}, {@link
 * VoiceState#BACKOFF} for each {@link BackoffPlan}, {@link VoiceState#DISCONNECTED} for each {@link
 * DisconnectReason}, {@link VoiceState#FAILED} for each {@link FailureCause}. Every other state has
 * one substate: itself.
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
