package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.MlsException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What one event leads to: the outcome of one step, as data.
 *
 * @param event what happened
 * @param classification what it was
 * @param row the row taken
 * @param before the memory before
 * @param memory the memory afterwards
 * @param effects what to execute, in order
 */
record DaveDecision(
    DaveEvent event,
    Classification classification,
    DaveRow row,
    DaveMemory before,
    DaveMemory memory,
    List<DaveEffect> effects) {

  /** What nobody holds any more: it is to be wiped. */
  Stream<AutoCloseable> dropped() {
    List<AutoCloseable> kept = memory.holdings().toList();
    return Stream.concat(before.holdings(), classification.made())
        .filter(held -> kept.stream().noneMatch(other -> other == held))
        .distinct();
  }

  /** What may be recorded of it. */
  DaveRecord record() {
    Optional<Group> group = memory.membership().joined();
    return new DaveRecord(
        row,
        memory.version(),
        group.map(known -> OptionalLong.of(known.epoch())).orElse(OptionalLong.empty()),
        group.map(known -> known.members().size()).orElse(0),
        event instanceof DaveEvent.OfTransition of
            ? OptionalInt.of(of.transitionId())
            : OptionalInt.empty(),
        classification.refusal().map(MlsException::refusal).map(Enum::name),
        effects.stream().map(DaveDecision::text).toList());
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
