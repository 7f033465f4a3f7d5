package dev.antiphon.cli.internal;

import dev.antiphon.audit.Transition;
import dev.antiphon.flow.VoiceState;

/** Counts how a connection came back to Established after it had been there. */
final class TransitionTally {
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

  /** Sessions that went on over another socket. */
  synchronized int resumes() {
    return resumes;
  }

  /** Sessions that were begun anew. */
  synchronized int rejoins() {
    return rejoins;
  }
}
