package dev.antiphon.statemachine.flow;

import java.util.OptionalLong;

/**
 * What we want of the main gateway and where it says we are.
 *
 * @param target the channel of the last join
 * @param listed the channel in which Discord lists us, by the last voice state
 * @param sends how many op 4 went out; the generation of the last one
 * @param requests how many op 4 towards the target went out in this round
 * @param unanswered whether an op 4 with a channel is out without an answer
 * @param leaving whether an own leave is outstanding, so that a voice state without a channel is
 *     its answer (rule G8)
 */
public record Intent(
    OptionalLong target,
    OptionalLong listed,
    int sends,
    int requests,
    boolean unanswered,
    boolean leaving) {

  static final Intent NONE =
      new Intent(OptionalLong.empty(), OptionalLong.empty(), 0, 0, false, false);

  Intent towards(long channelId) {
    return new Intent(OptionalLong.of(channelId), listed, sends, 0, unanswered, leaving);
  }

  /** The same round goes on, in the channel to which we were moved. */
  Intent following(long channelId) {
    return new Intent(OptionalLong.of(channelId), listed, sends, requests, unanswered, leaving);
  }

  Intent asked() {
    return new Intent(target, listed, sends + 1, requests + 1, true, leaving);
  }

  Intent left() {
    return new Intent(target, listed, sends + 1, requests, unanswered, true);
  }

  /** The round of requests begins anew. */
  Intent newRound() {
    return new Intent(target, listed, sends, 0, false, leaving);
  }

  Intent withLeaving(boolean outstanding) {
    return new Intent(target, listed, sends, requests, unanswered, outstanding);
  }

  Intent listedIn(OptionalLong channel) {
    return new Intent(
        target, channel, sends, requests, unanswered && !channel.equals(target), leaving);
  }

  /** Whether Discord may still show us in a channel, so that leaving must be said. */
  public boolean mayBeListed() {
    return listed.isPresent() || unanswered;
  }

  /** Whether Discord lists us just where we want to be, so that asking again changes nothing. */
  public boolean listedInTarget() {
    return listed.isPresent() && listed.equals(target);
  }
}
