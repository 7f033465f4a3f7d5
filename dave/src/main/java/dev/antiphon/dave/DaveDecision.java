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
 * What one event leads to, and what the MLS engine has made for it.
 *
 * @param step the outcome, as data
 * @param classification what the event was
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

  /** What nobody holds any more: it is to be wiped. */
  Stream<AutoCloseable> dropped() {
    List<AutoCloseable> kept = memory().holdings().toList();
    return Stream.concat(before().holdings(), classification.made())
        .filter(held -> kept.stream().noneMatch(other -> other == held))
        .distinct();
  }

  /** What may be recorded of it. */
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

  /** Names are written out, so that a record does not change when a class is renamed. */
  private static String text(DaveEffect effect) {
    if (effect instanceof DaveEffect.SendKeyPackage) {
      return "SendKeyPackage";
    } else if (effect instanceof DaveEffect.SendCommitWelcome) {
      return "SendCommitWelcome";
    } else if (effect instanceof DaveEffect.SendTransitionReady ready) {
      return "SendTransitionReady(" + ready.transitionId() + ")";
    } else if (effect instanceof DaveEffect.SendInvalidCommitWelcome invalid) {
      return "SendInvalidCommitWelcome(" + invalid.transitionId() + ")";
    } else if (effect instanceof DaveEffect.PublishMedia publish) {
      return "PublishMedia(" + publish.media().sending() + ")";
    } else if (effect instanceof DaveEffect.EncryptionChanged changed) {
      return "EncryptionChanged(" + changed.encryption().status() + ")";
    }
    return "Refused";
  }
}
