package dev.antiphon.spec.proof;

import dev.antiphon.audit.AuditEntry;
import dev.antiphon.dave.DaveEncryption;
import dev.antiphon.flow.Budgets;
import dev.antiphon.flow.EventKind;
import dev.antiphon.flow.VoiceState;
import dev.antiphon.internal.connection.ConnectionActor;
import dev.antiphon.internal.connection.ConnectionObserver;
import dev.antiphon.internal.connection.PolicyRequest;
import dev.antiphon.internal.flow.Effect;
import dev.antiphon.internal.flow.FlowDecision;
import dev.antiphon.internal.flow.PolicyAnswer;
import dev.antiphon.internal.flow.Snapshot;
import dev.antiphon.udp.internal.FrameSource;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Records all steps of one connection, answers its policy requests and supplies its audio frames.
 * Confined to the connection's event loop until the connection is released.
 */
final class ConnectionRecorder implements ConnectionObserver, FrameSource {
  private static final int FRAMES_PER_PERIOD = 40;
  private static final int VOICED_FRAMES = 34;
  private static final int FRAME_BYTES = 20;

  /** CELT, fullband, 20 ms, mono, one frame. */
  private static final byte TOC = (byte) 0xF8;

  private final SeededRandom random;
  private final AtomicLong requested;
  private final List<Step> steps = new ArrayList<>();
  private final List<PropertyViolation> violations = new ArrayList<>();
  private ConnectionActor actor;
  private Snapshot initial;
  private VoiceState state = VoiceState.IDLE;
  private boolean announced;
  private int frames;

  /**
   * One recorded step.
   *
   * @param voiceStateUpdates the number of op 4 messages that the guild's connections requested
   *     before this step
   * @param at the time of the decision, as a {@link System#nanoTime} value
   */
  record Step(FlowDecision decision, long voiceStateUpdates, long at) {}

  /** {@code requested} counts the op 4 messages that the connections of the guild request. */
  ConnectionRecorder(SeededRandom random, AtomicLong requested) {
    this.random = random;
    this.requested = requested;
  }

  /** Sets the connection to record, before its first command. */
  void record(ConnectionActor connection) {
    actor = connection;
    initial = connection.snapshot();
  }

  ConnectionActor actor() {
    return actor;
  }

  /** The initial state of the connection. */
  Snapshot initial() {
    return initial;
  }

  List<Step> steps() {
    return steps;
  }

  List<FlowDecision> decisions() {
    return steps.stream().map(Step::decision).toList();
  }

  /** The violations that were detected during the run. */
  List<PropertyViolation> violations() {
    return violations;
  }

  @Override
  public void decided(AuditEntry.Step taken, FlowDecision decision) {
    steps.add(new Step(decision, requested.get(), System.nanoTime()));
    state = decision.to();
    for (Effect effect : decision.effects()) {
      if (effect instanceof Effect.SendVoiceState) {
        requested.incrementAndGet();
      } else if (effect instanceof Effect.SendIdentify) {
        announced = false;
      } else if (effect instanceof Effect.AnnounceSpeaking) {
        announced = true;
      }
    }
  }

  /** The library requests a frame only while audio is allowed, so this checks the state. */
  @Override
  public byte[] nextFrame() {
    if (!state.allowsAudio()) {
      violations.add(new PropertyViolation("P4", "a frame was requested in " + state));
    }
    if (!announced) {
      violations.add(new PropertyViolation("P9", "a frame was requested before op 5 in " + state));
    }
    int now = frames++;
    return now % FRAMES_PER_PERIOD < VOICED_FRAMES
        ? ByteBuffer.allocate(FRAME_BYTES).put(TOC).putInt(now).array()
        : null;
  }

  @Override
  public boolean finished() {
    return false;
  }

  /** Answers some policy requests of the connection. */
  Optional<PolicyAnswer> answer(PolicyRequest request) {
    if (random.oneIn(3)) {
      return Optional.empty();
    }
    return switch (request.question()) {
      case BUDGETS ->
          Optional.of(
              new PolicyAnswer.GrantBudgets(
                  new Budgets(random.between(0, 4), random.between(0, 4))));
      case WINDOW ->
          Optional.of(
              new PolicyAnswer.GrantWindow(
                  request.number(), Duration.ofMillis(random.between(0, 300))));
      case REJOIN ->
          random.oneIn(4)
              ? Optional.of(new PolicyAnswer.ForbidRejoin(request.number()))
              : Optional.empty();
    };
  }

  @Override
  public void violated(EventKind kind) {}

  @Override
  public void encryptionDecided(AuditEntry.Encryption step) {
    // The servers of these tests do not use end-to-end encryption.
  }

  @Override
  public void encryptionKnown(DaveEncryption encryption) {
    // The servers of these tests do not use end-to-end encryption.
  }

  @Override
  public void encryptionEnded(DaveEncryption encryption, Runnable told, Runnable refused) {
    told.run();
  }

  @Override
  public void encryptionChanged(DaveEncryption encryption) {
    // The servers of these tests do not use end-to-end encryption.
  }

  @Override
  public void opus(OptionalLong userId, long ssrc, int sequence, long timestamp, byte[] frame) {}
}
