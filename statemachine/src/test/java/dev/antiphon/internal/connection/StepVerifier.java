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

/** Stores the last step that a connection has reported, and checks it. */
final class StepVerifier implements ConnectionObserver {
  private static final FlowLimits LIMITS = FlowLimits.ofDefaults();

  private Optional<AuditEntry.Step> reported = Optional.empty();
  private Optional<Snapshot> published = Optional.empty();
  private long steps;

  @Override
  public void decided(AuditEntry.Step step, FlowDecision decision) {
    steps++;
    reported = Optional.of(step);
    published = Optional.of(decision.after());
  }

  /** Checks that exactly this step was reported. */
  void assertReported(FlowDecision decision, Snapshot after) {
    AuditEntry.Step step = reported.orElseThrow();
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
    assertThat(step.transition()).as("the reported step").isEqualTo(expected.entry().transition());
    assertThat(step.changesState()).isEqualTo(decision.row().changesState());
    assertThat(published).contains(after);
  }

  @Override
  public void violated(EventKind kind) {}

  @Override
  public void encryptionDecided(AuditEntry.Encryption step) {
    // These tests do not use end-to-end encryption.
  }

  @Override
  public void encryptionKnown(DaveEncryption encryption) {
    // These tests do not use end-to-end encryption.
  }

  @Override
  public void encryptionEnded(DaveEncryption encryption, Runnable told, Runnable refused) {
    told.run();
  }

  @Override
  public void encryptionChanged(DaveEncryption encryption) {
    // These tests do not use end-to-end encryption.
  }

  @Override
  public void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame) {}
}
