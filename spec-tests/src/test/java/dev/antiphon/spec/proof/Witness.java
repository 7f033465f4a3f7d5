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
 * Sees all that one connection goes through, answers its questions, and gives it something to say.
 * Confined to the connection's event loop until the connection is released.
 */
final class Witness implements ConnectionObserver, FrameSource {
  private static final int PERIOD = 40;
  private static final int SPOKEN = 34;
  private static final int LENGTH = 20;

  /** CELT, fullband, 20 ms, mono, one frame. */
  private static final byte TOC = (byte) 0xF8;

  private final Chance chance;
  private final AtomicLong asked;
  private final List<Step> steps = new ArrayList<>();
  private final List<Flaw> flaws = new ArrayList<>();
  private ConnectionActor actor;
  private Snapshot initial;
  private VoiceState state = VoiceState.IDLE;
  private boolean announced;
  private int frames;

  /**
   * One step.
   *
   * @param opFour how many op 4 the guild's connections had been told to send before it
   * @param at when it was decided, by {@link System#nanoTime}
   */
  record Step(FlowDecision decision, long opFour, long at) {}

  /** {@code asked} counts the op 4 that the connections of the guild are told to send. */
  Witness(Chance chance, AtomicLong asked) {
    this.chance = chance;
    this.asked = asked;
  }

  /** This is whom it sees; before anything is asked of it. */
  void see(ConnectionActor connection) {
    actor = connection;
    initial = connection.snapshot();
  }

  ConnectionActor actor() {
    return actor;
  }

  /** How it began. */
  Snapshot initial() {
    return initial;
  }

  List<Step> steps() {
    return steps;
  }

  List<FlowDecision> decisions() {
    return steps.stream().map(Step::decision).toList();
  }

  /** What was seen to be wrong in the very moment. */
  List<Flaw> flaws() {
    return flaws;
  }

  @Override
  public void decided(AuditEntry.Step taken, FlowDecision decision) {
    steps.add(new Step(decision, asked.get(), System.nanoTime()));
    state = decision.to();
    for (Effect effect : decision.effects()) {
      if (effect instanceof Effect.SendVoiceState) {
        asked.incrementAndGet();
      } else if (effect instanceof Effect.SendIdentify) {
        announced = false;
      } else if (effect instanceof Effect.AnnounceSpeaking) {
        announced = true;
      }
    }
  }

  /** A frame goes out if there is one: a moment in which audio flows. */
  @Override
  public byte[] nextFrame() {
    if (!state.allowsAudio()) {
      flaws.add(new Flaw("P4", "a frame was asked for in " + state));
    }
    if (!announced) {
      flaws.add(new Flaw("P9", "a frame was asked for before op 5 in " + state));
    }
    int now = frames++;
    return now % PERIOD < SPOKEN ? ByteBuffer.allocate(LENGTH).put(TOC).putInt(now).array() : null;
  }

  @Override
  public boolean finished() {
    return false;
  }

  /** Answers some of the questions that the connection asks the policy. */
  Optional<PolicyAnswer> answer(PolicyRequest request) {
    if (chance.oneIn(3)) {
      return Optional.empty();
    }
    return switch (request.question()) {
      case BUDGETS ->
          Optional.of(
              new PolicyAnswer.GrantBudgets(
                  new Budgets(chance.between(0, 4), chance.between(0, 4))));
      case WINDOW ->
          Optional.of(
              new PolicyAnswer.GrantWindow(
                  request.number(), Duration.ofMillis(chance.between(0, 300))));
      case REJOIN ->
          chance.oneIn(4)
              ? Optional.of(new PolicyAnswer.ForbidRejoin(request.number()))
              : Optional.empty();
    };
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
