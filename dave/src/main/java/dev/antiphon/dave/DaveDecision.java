package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.machine.Decision;
import dev.antiphon.machine.Row;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The decision for one event, and the objects that the MLS engine created for the event.
 *
 * @param step the row, the new memory and the effects
 * @param classification the kind of the event
 */
record DaveDecision(
    Decision<
            DaveEvent,
            Row<DaveState, DaveEventKind, DaveGuard, DaveAction>,
            DaveConfiguration,
            DaveEffect>
        step,
    Classification classification) {

  DaveEvent event() {
    return step.event();
  }

  Row<DaveState, DaveEventKind, DaveGuard, DaveAction> row() {
    return step.row();
  }

  DaveMemory before() {
    return step.before().memory();
  }

  DaveMemory memory() {
    return step.after().memory();
  }

  List<DaveEffect> effects() {
    return step.effects();
  }

  /** The objects that the session no longer needs. The caller wipes them. */
  Stream<AutoCloseable> released() {
    List<AutoCloseable> kept = memory().closeables().toList();
    return Stream.concat(before().closeables(), classification.created())
        .filter(held -> kept.stream().noneMatch(other -> other == held))
        .distinct();
  }

  /** The record of this step. It contains nothing secret. */
  DaveRecord record() {
    Optional<Group> group = memory().membership().joined();
    return new DaveRecord(
        row(),
        memory().version(),
        group.map(known -> OptionalLong.of(known.epoch())).orElse(OptionalLong.empty()),
        group.map(known -> known.members().size()).orElse(0),
        event() instanceof DaveEvent.OfTransition of
            ? OptionalInt.of(of.transitionId())
            : OptionalInt.empty(),
        classification.refusal().map(MlsException::refusal).map(Enum::name),
        effects().stream().map(DaveDecision::text).toList());
  }

  /** The names are literals, so that a renamed class does not change the records. */
  private static String text(DaveEffect effect) {
    if (effect instanceof DaveEffect.SendKeyPackage) {
      return "SendKeyPackage";
    } else if (effect instanceof DaveEffect.SendCommitWelcome) {
      return "SendCommitWelcome";
    } else if (effect instanceof DaveEffect.SendTransitionReady ready) {
      return "SendTransitionReady(" + ready.transitionId() + ")";
    } else if (effect instanceof DaveEffect.SendInvalidCommitWelcome invalid) {
      return "SendInvalidCommitWelcome(" + invalid.transitionId() + ")";
    } else if (effect instanceof DaveEffect.AwaitRecovery await) {
      return "AwaitRecovery(" + await.delay().toMillis() + ")";
    } else if (effect instanceof DaveEffect.PublishMedia publish) {
      return "PublishMedia(" + publish.media().sending() + ")";
    } else if (effect instanceof DaveEffect.EncryptionChanged changed) {
      return "EncryptionChanged(" + text(changed.encryption()) + ")";
    }
    return "Refused";
  }

  private static String text(DaveEncryption encryption) {
    String status = encryption.status().name();
    return encryption.keyWait().map(wait -> status + ", " + wait.reason()).orElse(status);
  }
}
