package dev.antiphon.internal.flow;

import dev.antiphon.flow.FlowTimer;
import java.util.function.UnaryOperator;

/**
 * What rows do about the keys of the end-to-end encryption.
 *
 * <p>Invariant: while frames are held back because keys are missing, {@link FlowTimer#STABLE} does
 * not run, and {@link FlowTimer#KEYS} runs if the connection is established.
 */
final class KeyActions {
  private KeyActions() {}

  /** A new session of the encryption begins with Identify. */
  static void begin(Step step) {
    change(step, last -> EncryptionMemory.begun(step.memory().socket().generation()));
  }

  static void store(Step step) {
    if (step.event() instanceof KeysReported reported) {
      change(step, known -> known.with(reported.status()));
    }
  }

  static void await(Step step) {
    store(step);
    step.armOnce(FlowTimer.KEYS);
    if (step.memory().timers().isArmed(FlowTimer.STABLE)) {
      step.disarm(FlowTimer.STABLE);
      delayStable(step);
    }
  }

  static void awaitNext(Step step) {
    store(step);
    startDelayedStable(step);
    step.arm(FlowTimer.KEYS);
  }

  static void available(Step step) {
    store(step);
    startDelayedStable(step);
    step.disarm(FlowTimer.KEYS);
  }

  /** The connection is established: the timers of its keys start. */
  static void established(Step step) {
    KeyStatus keys = step.memory().encryption().keys();
    if (keys != KeyStatus.AVAILABLE) {
      step.arm(FlowTimer.KEYS);
    }
    if (keys.isAwaited()) {
      delayStable(step);
    } else {
      startStable(step);
    }
  }

  /** The connection is not stable before its keys have arrived. */
  static void delayStable(Step step) {
    change(step, known -> known.withUnstable(true));
  }

  static void recover(Step step) {
    step.emit(new Effect.RecoverKeys(step.memory().encryption().session()));
    change(step, EncryptionMemory::withRecoveryAsked);
    step.arm(FlowTimer.KEYS);
  }

  private static void startDelayedStable(Step step) {
    if (step.memory().encryption().unstable()) {
      startStable(step);
    }
  }

  private static void startStable(Step step) {
    change(step, known -> known.withUnstable(false));
    step.arm(FlowTimer.STABLE);
  }

  private static void change(Step step, UnaryOperator<EncryptionMemory> change) {
    step.updateMemory(memory -> memory.with(change.apply(memory.encryption())));
  }
}
