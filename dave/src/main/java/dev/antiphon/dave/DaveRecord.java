package dev.antiphon.dave;

import dev.antiphon.dave.internal.mls.codec.MlsException;
import dev.antiphon.dave.internal.mls.codec.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A step that a session has taken, for whoever keeps a record of it: names and numbers only. No
 * key, code or message enters, and no user; what the gateway sent shows as a name of ours.
 *
 * @param row the row taken
 * @param version the protocol version in force afterwards; absent until Session Description
 * @param epoch the epoch of the group that we are in afterwards, unsigned; absent if we are in none
 * @param members how many are in it, ourselves among them; 0 if we are in none
 * @param transition the transition that the event is about
 * @param refusal why the event, or a part of it, was refused
 * @param effects what is to be done, in order: names, with the transition or status they are about
 */
public record DaveRecord(
    DaveRow row,
    OptionalInt version,
    OptionalLong epoch,
    int members,
    OptionalInt transition,
    Optional<Refusal> refusal,
    List<String> effects) {

  /** Takes a copy of the effects. */
  public DaveRecord {
    effects = List.copyOf(effects);
  }

  static DaveRecord of(DaveDecision decision) {
    DaveMemory memory = decision.memory();
    Optional<Group> group =
        memory.membership().isMember() ? memory.membership().group() : Optional.empty();
    return new DaveRecord(
        decision.row(),
        memory.version(),
        group.map(known -> OptionalLong.of(known.epoch())).orElse(OptionalLong.empty()),
        group.map(known -> known.members().size()).orElse(0),
        decision.event() instanceof DaveEvent.OfTransition event
            ? OptionalInt.of(event.transitionId())
            : OptionalInt.empty(),
        decision.assessment().refusal().map(MlsException::refusal),
        decision.effects().stream().map(DaveRecord::text).toList());
  }

  private static String text(DaveEffect effect) {
    String name = effect.getClass().getSimpleName();
    if (effect instanceof DaveEffect.SendTransitionReady ready) {
      return name + "(" + ready.transitionId() + ")";
    }
    if (effect instanceof DaveEffect.SendInvalidCommitWelcome invalid) {
      return name + "(" + invalid.transitionId() + ")";
    }
    if (effect instanceof DaveEffect.PublishMedia publish) {
      return name + "(" + publish.media().sending() + ")";
    }
    if (effect instanceof DaveEffect.EncryptionChanged changed) {
      return name + "(" + changed.encryption().status() + ")";
    }
    return name;
  }
}
