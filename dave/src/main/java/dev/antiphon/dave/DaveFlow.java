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
  private final DaveSettings settings;
  private final Supplier<PendingMember> pendingMembers;
  private final EventClassifier classifier;

  /** A flow with these settings; {@code pendingMembers} creates a new one for each new group. */
  DaveFlow(DaveSettings settings, Supplier<PendingMember> pendingMembers) {
    this.settings = settings;
    this.pendingMembers = pendingMembers;
    this.classifier = new EventClassifier(settings.limits(), settings.self());
  }

  /** The decision for an event that is not followed by proposals. */
  DaveDecision decide(DaveConfiguration here, DaveEvent event, long nanos) {
    return decide(here, event, nanos, false);
  }

  /**
   * The decision for the event. It does not throw for any arguments.
   *
   * @param followed whether the next event is a message with proposals; if so, proposals of this
   *     event are not committed yet
   */
  @SuppressWarnings("ReferenceEquality") // the same object means that nothing has changed
  DaveDecision decide(DaveConfiguration here, DaveEvent event, long nanos, boolean followed) {
    DaveMemory before = here.memory();
    KeyRing keys = before.keys().at(nanos);
    DaveMemory memory = keys == before.keys() ? before : before.with(keys);
    Classification classification = classifier.classify(memory, event, followed);
    DaveSituation situation = new DaveSituation(settings, memory, event, classification, nanos);
    Row<DaveState, DaveEventKind, DaveGuard, DaveAction> row =
        DaveTable.SESSION.choose(
            here.state(), classification.kind(), guard -> guard.holds(situation));
    DaveStep step = new DaveStep(situation, pendingMembers);
    row.actions().forEach(action -> action.apply(step));
    DaveMemory updated = KeyWaits.updated(step.memory(), settings, nanos);
    List<DaveEffect> effects = effects(before, classification, step.sent(), updated);
    DaveConfiguration after = new DaveConfiguration(row.target(here.state()), updated);
    return new DaveDecision(new Decision<>(event, row, here, after, effects), classification);
  }

  @SuppressWarnings("ReferenceEquality") // the same object means that nothing has changed
  private List<DaveEffect> effects(
      DaveMemory before, Classification classification, List<DaveEffect> sent, DaveMemory after) {
    List<DaveEffect> effects = new ArrayList<>(sent);
    if (after != before) {
      publish(before, after, effects);
    }
    classification
        .refusal()
        .ifPresent(refusal -> effects.add(refused(classification.kind(), refusal)));
    return effects;
  }

  private void publish(DaveMemory before, DaveMemory memory, List<DaveEffect> effects) {
    DaveMedia media = memory.media(settings);
    if (!media.equals(before.media(settings))) {
      effects.add(0, new DaveEffect.PublishMedia(media));
    }
    if (!hasSameStatus(before, memory)) {
      effects.add(new DaveEffect.EncryptionChanged(memory.encryption(settings)));
    }
  }

  /** Compares only what can change: a group with the same epoch and members is the same object. */
  private boolean hasSameStatus(DaveMemory before, DaveMemory memory) {
    return before.version().orElse(0) == memory.version().orElse(0)
        && before.membership().joined().equals(memory.membership().joined())
        && KeyWaits.status(before, settings) == KeyWaits.status(memory, settings)
        && KeyWaits.keyWait(before, settings).equals(KeyWaits.keyWait(memory, settings));
  }

  private static DaveEffect refused(DaveEventKind kind, MlsException refusal) {
    return new DaveEffect.Refused(
        kind, refusal.refusal().name(), String.valueOf(refusal.getMessage()));
  }
}
