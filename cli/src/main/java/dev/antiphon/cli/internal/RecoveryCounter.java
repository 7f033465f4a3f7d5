package dev.antiphon.cli.internal;

import dev.antiphon.audit.Transition;
import dev.antiphon.flow.VoiceState;

/** Counts how often a connection returned to Established. */
final class RecoveryCounter {
  private boolean established;
  private int resumes;
  private int rejoins;

  synchronized void count(Transition transition) {
    if (transition.to() != VoiceState.ESTABLISHED || transition.from() == VoiceState.ESTABLISHED) {
      return;
    }
    if (transition.from() == VoiceState.RESUMING) {
      resumes++;
    } else if (established) {
      rejoins++;
    }
    established = true;
  }

  /** The number of sessions that were resumed on a new socket. */
  synchronized int resumes() {
    return resumes;
  }

  /** The number of rejoins with a new session. */
  synchronized int rejoins() {
    return rejoins;
  }
}
