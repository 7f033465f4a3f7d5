package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.MlsException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The function that reads the table: it decides what an event leads to, and changes nothing.
 *
 * <p>A step goes in this order: keys whose time is over are let go; the event is assessed; the
 * first row of its cell whose guard holds is taken, and does what it says; if the keys, or what the
 * application may know, are not what they were, that is published.
 */
final class DaveFlow {
  private final DaveLimits limits;
  private final long self;
  private final Supplier<Newcomer> newcomers;
  private final Assessor assessor;

  /** A flow for this user; {@code newcomers} makes fresh ones. */
  DaveFlow(DaveLimits limits, long self, Supplier<Newcomer> newcomers) {
    this.limits = limits;
    this.self = self;
    this.newcomers = newcomers;
    this.assessor = new Assessor(limits, self);
  }

  /** What the event leads to. Never throws for any combination of arguments. */
  DaveDecision decide(DaveState state, DaveMemory before, DaveEvent event, long nanos) {
    KeyRing keys = before.keys().at(nanos);
    DaveMemory memory = keys == before.keys() ? before : before.with(keys);
    Assessment assessment = assessor.assess(memory, event);
    DaveSituation situation = new DaveSituation(limits, memory, event, assessment, nanos);
    DaveRow row = DaveTable.SESSION.choose(state, situation);
    DaveStep step = new DaveStep(situation, self, newcomers);
    row.actions().forEach(action -> action.apply(step));
    List<DaveEffect> effects = effects(before, assessment, step);
    return new DaveDecision(event, assessment, row, before, step.memory(), effects);
  }

  private List<DaveEffect> effects(DaveMemory before, Assessment assessment, DaveStep step) {
    List<DaveEffect> effects = new ArrayList<>(step.sent());
    if (step.memory() != before) {
      publish(before, step.memory(), effects);
    }
    assessment.refusal().ifPresent(refusal -> effects.add(refused(assessment.kind(), refusal)));
    return effects;
  }

  private void publish(DaveMemory before, DaveMemory memory, List<DaveEffect> effects) {
    DaveMedia media = DaveMedia.of(memory, self);
    if (!media.equals(DaveMedia.of(before, self))) {
      effects.add(0, new DaveEffect.PublishMedia(media));
    }
    DaveEncryption encryption = DaveEncryption.of(memory, self);
    if (!encryption.equals(DaveEncryption.of(before, self))) {
      effects.add(new DaveEffect.EncryptionChanged(encryption));
    }
  }

  private static DaveEffect refused(DaveEventKind kind, MlsException refusal) {
    return new DaveEffect.Refused(kind, refusal.refusal(), refusal.getMessage());
  }
}
