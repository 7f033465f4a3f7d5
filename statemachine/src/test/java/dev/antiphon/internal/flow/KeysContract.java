package dev.antiphon.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.flow.BackoffPlan;
import dev.antiphon.flow.FailureCause;
import dev.antiphon.flow.FlowTimer;
import dev.antiphon.flow.VoiceState;

/** The expected reaction to reports of the encryption and to the deadline for keys. */
final class KeysContract {
  private final FlowMemory before;
  private final FlowDecision step;
  private final EncryptionMemory known;
  private final EncryptionMemory after;

  KeysContract(FlowMemory before, FlowDecision step) {
    this.before = before;
    this.step = step;
    known = before.encryption();
    after = step.memory().encryption();
  }

  void reported(KeyStatus status) {
    boolean keepsSession =
        step.from() == VoiceState.ESTABLISHED
            || step.from() == VoiceState.RESUMING
            || step.before().at().substate() == BackoffPlan.RESUME;
    if (!keepsSession) {
      assertThat(after).as("encryption after %s", step).isEqualTo(known);
      return;
    }
    if (step.row().changesState()) {
      assertThat(status).as("%s", step).isIn(KeyStatus.SPENT, KeyStatus.OTHER_CHANNEL);
      leaves();
      return;
    }
    assertThat(after.keys()).as("keys after %s", step).isEqualTo(status);
    assertThat(after.recovered())
        .as("recovered after %s", step)
        .isEqualTo(known.recovered() && status.isAwaited());
    if (step.from() == VoiceState.ESTABLISHED) {
      boolean stops = status.isAwaited() && before.timers().isArmed(FlowTimer.STABLE);
      assertThat(after.unstable())
          .as("the time until stable begins later, after %s", step)
          .isEqualTo(status.isAwaited() ? stops || known.unstable() : false);
    }
  }

  void overdue() {
    boolean recovers = step.effects().contains(new Effect.RecoverKeys(known.session()));
    boolean helps = known.keys() == KeyStatus.AWAITED || known.keys() == KeyStatus.CHANGING;
    assertThat(recovers).as("%s recovers", step).isEqualTo(helps && !known.recovered());
    if (recovers) {
      assertThat(after.recovered()).as("recovered after %s", step).isTrue();
    } else {
      leaves();
    }
  }

  /** Returns whether the connection counts as stable now. */
  boolean stable() {
    boolean missing = known.keys() != KeyStatus.AVAILABLE;
    assertThat(after.unstable()).as("unstable after %s", step).isEqualTo(missing);
    return !missing;
  }

  private void leaves() {
    assertThat(step.after().at().substate())
        .as("state after %s", step)
        .isIn(BackoffPlan.REJOIN, FailureCause.END_TO_END_FAILED);
  }
}
