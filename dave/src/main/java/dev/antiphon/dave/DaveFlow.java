package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.machine.Decision;
import dev.antiphon.machine.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Chooses the row of {@link DaveTable} for an event and runs its actions. It is a pure function: it
 * changes nothing.
 *
 * <p>Each event is handled in this order: expired keys are deleted; the kind of the event is
 * determined; of the rows for this state and kind, the first one whose guard holds is chosen, and
 * its actions run; media keys and the encryption status are published if they have changed.
 */
final class DaveFlow {
  private final DaveLimits limits;
  private final long self;
  private final Supplier<PendingMember> pendingMembers;
  private final EventClassifier classifier;

  /** A flow for this user; {@code pendingMembers} creates a new one for each new group. */
  DaveFlow(DaveLimits limits, long self, Supplier<PendingMember> pendingMembers) {
    this.limits = limits;
    this.self = self;
    this.pendingMembers = pendingMembers;
    this.classifier = new EventClassifier(limits, self);
  }

  /** The decision for the event. It does not throw for any arguments. */
  @SuppressWarnings("ReferenceEquality") // the same object means that nothing has changed
  DaveDecision decide(DaveConfiguration here, DaveEvent event, long nanos) {
    DaveMemory before = here.memory();
    KeyRing keys = before.keys().at(nanos);
    DaveMemory memory = keys == before.keys() ? before : before.with(keys);
    Classification classification = classifier.classify(memory, event);
    DaveSituation situation = new DaveSituation(limits, memory, event, classification, nanos);
    Row<DaveState, DaveEventKind, DaveGuard, DaveAction> row =
        DaveTable.SESSION.choose(
            here.state(), classification.kind(), guard -> guard.holds(situation));
    DaveStep step = new DaveStep(situation, self, pendingMembers);
    row.actions().forEach(action -> action.apply(step));
    List<DaveEffect> effects = effects(before, classification, step);
    DaveConfiguration after = new DaveConfiguration(row.target(here.state()), step.memory());
    return new DaveDecision(new Decision<>(event, row, here, after, effects), classification);
  }

  @SuppressWarnings("ReferenceEquality") // the same object means that nothing has changed
  private List<DaveEffect> effects(
      DaveMemory before, Classification classification, DaveStep step) {
    List<DaveEffect> effects = new ArrayList<>(step.sent());
    if (step.memory() != before) {
      publish(before, step.memory(), effects);
    }
    classification
        .refusal()
        .ifPresent(refusal -> effects.add(refused(classification.kind(), refusal)));
    return effects;
  }

  private void publish(DaveMemory before, DaveMemory memory, List<DaveEffect> effects) {
    DaveMedia media = memory.media(self);
    if (!media.equals(before.media(self))) {
      effects.add(0, new DaveEffect.PublishMedia(media));
    }
    DaveEncryption encryption = memory.encryption(self);
    if (!encryption.equals(before.encryption(self))) {
      effects.add(new DaveEffect.EncryptionChanged(encryption));
    }
  }

  private static DaveEffect refused(DaveEventKind kind, MlsException refusal) {
    return new DaveEffect.Refused(
        kind, refusal.refusal().name(), String.valueOf(refusal.getMessage()));
  }
}
