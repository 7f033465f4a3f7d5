package dev.antiphon.internal.flow;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * What we want of the main gateway and where it says we are.
 *
 * @param target the channel of the last join or confirmed move
 * @param pendingMove the channel of a move that Discord has not confirmed
 * @param listed the channel in which Discord lists us, by the last voice state
 * @param wanted how the application wants to be shown
 * @param shown how Discord shows us, by the last voice state
 * @param sends how many op 4 went out; the generation of the last one
 * @param requests how many op 4 towards the target went out in this round
 * @param outstanding op 4 with a channel that Discord may not have carried out yet; it answers none
 *     that changes nothing, so there may be fewer
 * @param asked the channel of the last op 4 that had one, while Discord has not answered it
 * @param leaving whether own leaves are outstanding, so that a voice state without a channel is an
 *     answer (rule G8)
 */
public record Intent(
    OptionalLong target,
    OptionalLong pendingMove,
    OptionalLong listed,
    SelfFlags wanted,
    Optional<SelfFlags> shown,
    int sends,
    int requests,
    int outstanding,
    OptionalLong asked,
    boolean leaving) {

  static final Intent NONE =
      new Intent(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          SelfFlags.NONE,
          Optional.empty(),
          0,
          0,
          0,
          OptionalLong.empty(),
          false);

  /** Another channel is wanted; the round begins anew. */
  Intent towards(long channelId) {
    return change(
        draft -> {
          draft.target = OptionalLong.of(channelId);
          draft.requests = 0;
        });
  }

  /** The same round goes on, in the channel to which we were moved. */
  Intent following(long channelId) {
    return change(
        draft -> {
          draft.target = OptionalLong.of(channelId);
          if (draft.pendingMove.equals(draft.target)) {
            draft.pendingMove = OptionalLong.empty();
          }
        });
  }

  /** A move is asked for; the target stays until Discord has confirmed it. */
  Intent moving(long channelId) {
    return change(
        draft -> {
          draft.pendingMove = OptionalLong.of(channelId);
          draft.sends++;
          draft.outstanding++;
          draft.asked = draft.pendingMove;
        });
  }

  /** No move is asked for any more. */
  Intent withoutMove() {
    return change(
        draft -> {
          if (asked.equals(pendingMove)) {
            draft.asked = OptionalLong.empty();
          }
          draft.pendingMove = OptionalLong.empty();
        });
  }

  /** An op 4 for the target goes out. */
  Intent asking() {
    return change(
        draft -> {
          draft.sends++;
          draft.requests++;
          draft.outstanding++;
          draft.asked = target;
        });
  }

  /** A leave goes out; whatever was asked before it is carried out before it. */
  Intent left() {
    return change(
        draft -> {
          draft.sends++;
          draft.outstanding = 0;
          draft.leaving = true;
        });
  }

  /** An op 4 goes out that asks for nothing but to be shown otherwise. */
  Intent told() {
    return change(
        draft -> {
          draft.sends++;
          draft.outstanding++;
        });
  }

  /** So much time has passed that whatever was asked has been carried out. */
  Intent settled() {
    return change(draft -> draft.outstanding = 0);
  }

  Intent wanting(SelfFlags flags) {
    return change(draft -> draft.wanted = flags);
  }

  /** The round of requests begins anew. */
  Intent newRound() {
    return change(
        draft -> {
          draft.requests = 0;
          draft.asked = OptionalLong.empty();
        });
  }

  Intent withLeaving(boolean outstanding) {
    return change(draft -> draft.leaving = outstanding);
  }

  /** Discord lists us there; that answers the op 4 that asked for it. */
  Intent listedIn(OptionalLong channel, SelfFlags flags) {
    return change(
        draft -> {
          draft.listed = channel;
          draft.shown = channel.isPresent() ? Optional.of(flags) : Optional.empty();
          draft.outstanding -= reflects(channel, flags) && outstanding > 0 ? 1 : 0;
          if (channel.equals(asked)) {
            draft.asked = OptionalLong.empty();
          }
        });
  }

  /** Whether that is just what the last op 4 with a channel asked for. */
  private boolean reflects(OptionalLong channel, SelfFlags flags) {
    OptionalLong named = asked.isPresent() ? asked : latestWish();
    return channel.isPresent() && channel.equals(named) && flags.equals(wanted);
  }

  /** Whether an op 4 with a channel is out without an answer. */
  public boolean unanswered() {
    return asked.isPresent();
  }

  /** The channel that an op 4 names which asks only to be shown otherwise. */
  OptionalLong latestWish() {
    return pendingMove.isPresent() ? pendingMove : target;
  }

  /** Whether Discord may still show us in a channel, so that leaving must be said. */
  public boolean mayBeListed() {
    return listed.isPresent() || unanswered() || outstanding > 0;
  }

  /** Whether Discord lists us just where we want to be, so that asking again changes nothing. */
  public boolean listedInTarget() {
    return listed.isPresent() && listed.equals(target);
  }

  /** Whether Discord shows us otherwise than the application wants. */
  public boolean shownWrongly() {
    return shown.isPresent() && !shown.get().equals(wanted);
  }

  private Intent change(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.intent();
  }

  /** An intent while it is being changed, so that a change names only what it changes. */
  private static final class Draft {
    private OptionalLong target;
    private OptionalLong pendingMove;
    private OptionalLong listed;
    private SelfFlags wanted;
    private Optional<SelfFlags> shown;
    private int sends;
    private int requests;
    private int outstanding;
    private OptionalLong asked;
    private boolean leaving;

    Draft(Intent from) {
      target = from.target;
      pendingMove = from.pendingMove;
      listed = from.listed;
      wanted = from.wanted;
      shown = from.shown;
      sends = from.sends;
      requests = from.requests;
      outstanding = from.outstanding;
      asked = from.asked;
      leaving = from.leaving;
    }

    Intent intent() {
      return new Intent(
          target, pendingMove, listed, wanted, shown, sends, requests, outstanding, asked, leaving);
    }
  }
}
