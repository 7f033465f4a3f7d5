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
 */
public record Intent(
    OptionalLong target, OptionalLong listed, int sends, int requests, boolean unanswered) {

  static final Intent NONE = new Intent(OptionalLong.empty(), OptionalLong.empty(), 0, 0, false);

  Intent towards(long channelId) {
    return new Intent(OptionalLong.of(channelId), listed, sends, 0, unanswered);
  }

  /** The same round goes on, in the channel to which we were moved. */
  Intent following(long channelId) {
    return new Intent(OptionalLong.of(channelId), listed, sends, requests, unanswered);
  }

  Intent asked() {
    return new Intent(target, listed, sends + 1, requests + 1, true);
  }

  Intent left() {
    return new Intent(target, listed, sends + 1, requests, unanswered);
  }

  Intent listedIn(OptionalLong channel) {
    return new Intent(target, channel, sends, requests, unanswered && !channel.equals(target));
  }

  /** Whether Discord may still show us in a channel, so that leaving must be said. */
  public boolean mayBeListed() {
    return listed.isPresent() || unanswered;
  }
}
