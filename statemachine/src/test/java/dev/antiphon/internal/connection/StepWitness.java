package dev.antiphon.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.flow.EventKind;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.FlowLimits;
import dev.antiphon.internal.flow.Snapshot;
import java.util.Optional;
import java.util.OptionalLong;

/** Remembers what a connection has told of its last step, and says whether that is the truth. */
final class StepWitness implements ConnectionObserver {
  private static final FlowLimits LIMITS = FlowLimits.ofDefaults();

  private Optional<AuditEntry.Step> told = Optional.empty();
  private Optional<Snapshot> published = Optional.empty();
  private long steps;

  @Override
  public void decided(AuditEntry.Step step, FlowDecision decision) {
    steps++;
    told = Optional.of(step);
    published = Optional.of(decision.after());
  }

  /** States that this step, and no other, was told of. */
  void assertSaw(FlowDecision decision, Snapshot after) {
    AuditEntry.Step step = told.orElseThrow();
    DecidedStep expected =
        new DecidedStep(
            step.subject(),
            LIMITS,
            steps,
            step.at(),
            step.transition().nanos(),
            step.transition().inFrom(),
            step.transition().endpoint(),
            decision);
    assertThat(step.sequence()).isEqualTo(steps);
    assertThat(step.transition())
        .as("the step that was told")
        .isEqualTo(expected.entry().transition());
    assertThat(step.changesState()).isEqualTo(decision.row().changesState());
    assertThat(published).contains(after);
  }

  @Override
  public void violated(EventKind kind) {}

  @Override
  public void encryptionDecided(AuditEntry.Encryption step) {
    // The servers of these tests encrypt nothing end to end.
  }

  @Override
  public void encryptionChanged(DaveEncryption encryption) {
    // The servers of these tests encrypt nothing end to end.
  }

  @Override
  public void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame) {}
}
