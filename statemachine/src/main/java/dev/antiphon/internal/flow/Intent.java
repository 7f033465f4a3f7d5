package dev.antiphon.internal.flow;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The channel and self flags that the connection requests from the main gateway, and what Discord
 * reports about them.
 *
 * @param target the channel of the last join or confirmed move
 * @param pendingMove the channel of a move that Discord has not confirmed
 * @param listed the channel of the last voice state: Discord lists the bot there
 * @param wanted the self flags that the application wants
 * @param shown the self flags of the last voice state
 * @param sends the number of op 4 sent so far; also the generation of the last one
 * @param requests the number of op 4 for the target in this round
 * @param outstanding the largest number of op 4 with a channel that Discord may not have carried
 *     out yet; Discord does not answer an op 4 that changes nothing
 * @param requestedChannel the channel of the last op 4 with a channel, while this op 4 has no
 *     answer
 * @param leaving whether an own leave is outstanding; a voice state without a channel is then an
 *     answer (rule G8)
 * @param unproven whether an op 4 for the target was sent since the last Ready, so that the known
 *     session can belong to another process of the bot
 * @param contested whether the session of a voice state replaced an unproven session
 * @param pendingRequest the kind of the application's requests whose futures are not complete
 * @param fresh whether Discord has listed the bot in no channel since the last join, or since the
 *     last move that gave up the call
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
    OptionalLong requestedChannel,
    boolean leaving,
    boolean unproven,
    boolean contested,
    PendingRequest pendingRequest,
    boolean fresh) {

  /** The kind of the requests whose futures are not complete. */
  public enum PendingRequest {
    NONE,
    JOIN,
    MOVE,
    RECONNECT
  }

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
          false,
          false,
          false,
          PendingRequest.NONE,
          false);

  /** Sets another target, which the application requests, and starts a new round. */
  Intent withTarget(long channelId) {
    return change(
        draft -> {
          draft.target = OptionalLong.of(channelId);
          draft.requests = 0;
          draft.fresh = true;
        });
  }

  /** Sets the target to the channel to which the bot was moved. The round continues. */
  Intent withMoveTo(long channelId) {
    return change(
        draft -> {
          draft.target = OptionalLong.of(channelId);
          if (draft.pendingMove.equals(draft.target)) {
            draft.pendingMove = OptionalLong.empty();
          }
        });
  }

  /** Records an op 4 that requests a move. The target stays until Discord confirms the move. */
  Intent withMoveRequested(long channelId) {
    return change(
        draft -> {
          draft.pendingMove = OptionalLong.of(channelId);
          draft.sends++;
          draft.outstanding++;
          draft.requestedChannel = draft.pendingMove;
        });
  }

  /** Removes the pending move. */
  Intent withoutMove() {
    return change(
        draft -> {
          if (requestedChannel.equals(pendingMove)) {
            draft.requestedChannel = OptionalLong.empty();
          }
          draft.pendingMove = OptionalLong.empty();
        });
  }

  /** Records an op 4 for the target. */
  Intent withTargetRequested() {
    return change(
        draft -> {
          draft.sends++;
          draft.requests++;
          draft.outstanding++;
          draft.requestedChannel = target;
          draft.unproven = true;
          draft.contested = false;
        });
  }

  /** Records a leave. Discord carries out every earlier op 4 before the leave. */
  Intent withLeaveSent() {
    return change(
        draft -> {
          draft.sends++;
          draft.outstanding = 0;
          draft.leaving = true;
        });
  }

  /** Records an op 4 that only changes the self flags. */
  Intent withSelfFlagsSent() {
    return change(
        draft -> {
          draft.sends++;
          draft.outstanding++;
        });
  }

  /** Records that the voice server has accepted the session. */
  Intent withSessionProven() {
    return change(
        draft -> {
          draft.unproven = false;
          draft.contested = false;
        });
  }

  /** Records that another session replaced an unproven one. */
  Intent withSessionContested() {
    return change(draft -> draft.contested = true);
  }

  /** Sets the kind of the pending requests. */
  Intent withPendingRequest(PendingRequest kind) {
    return change(draft -> draft.pendingRequest = kind);
  }

  /** Records that every future is complete. */
  Intent withoutRequests() {
    return change(
        draft -> {
          draft.pendingRequest = PendingRequest.NONE;
          draft.fresh = false;
        });
  }

  /** Records a join or a move that gives up the call. Only an answer to it counts from now on. */
  Intent withFreshRequest() {
    return change(draft -> draft.fresh = true);
  }

  /** Makes the pending move the target. Its op 4 counts as the first one of the round. */
  Intent withMoveAsTarget() {
    return change(
        draft -> {
          draft.target = pendingMove;
          draft.pendingMove = OptionalLong.empty();
          draft.requests = 1;
          draft.fresh = true;
        });
  }

  /** Records that Discord has carried out every earlier op 4, because enough time has passed. */
  Intent withoutOutstanding() {
    return change(draft -> draft.outstanding = 0);
  }

  Intent withWantedFlags(SelfFlags flags) {
    return change(draft -> draft.wanted = flags);
  }

  /** Starts a new round of requests. */
  Intent newRound() {
    return change(
        draft -> {
          draft.requests = 0;
          draft.requestedChannel = OptionalLong.empty();
        });
  }

  Intent withLeaveOutstanding(boolean outstanding) {
    return change(draft -> draft.leaving = outstanding);
  }

  /** Records where Discord lists the bot. This answers an op 4 for the same channel. */
  Intent withListing(OptionalLong channel, SelfFlags flags) {
    return change(
        draft -> {
          draft.listed = channel;
          draft.shown = channel.isPresent() ? Optional.of(flags) : Optional.empty();
          draft.outstanding -= answersLastRequest(channel, flags) && outstanding > 0 ? 1 : 0;
          if (channel.isPresent() && (!unanswered() || channel.equals(requestedChannel))) {
            draft.fresh = false;
          }
          if (channel.equals(requestedChannel)) {
            draft.requestedChannel = OptionalLong.empty();
          }
        });
  }

  /** Returns whether channel and flags are those of the last op 4 with a channel. */
  private boolean answersLastRequest(OptionalLong channel, SelfFlags flags) {
    OptionalLong named = requestedChannel.isPresent() ? requestedChannel : destination();
    return channel.isPresent() && channel.equals(named) && flags.equals(wanted);
  }

  /** Returns whether an op 4 with a channel has no answer yet. */
  public boolean unanswered() {
    return requestedChannel.isPresent();
  }

  /** Returns whether Discord has not answered the last join or move of the application. */
  public boolean requestUnanswered() {
    return fresh || pendingMove.isPresent();
  }

  /**
   * Returns the channel for an op 4 that only changes the self flags: the pending move, or else the
   * target.
   */
  OptionalLong destination() {
    return pendingMove.isPresent() ? pendingMove : target;
  }

  /** Returns whether Discord may still list the bot in a channel, so that a leave is needed. */
  public boolean mayBeListed() {
    return listed.isPresent() || unanswered() || outstanding > 0;
  }

  /**
   * Returns whether Discord lists the bot in the target. Another op 4 for it would change nothing.
   */
  public boolean listedInTarget() {
    return listed.isPresent() && listed.equals(target);
  }

  /** Returns whether Discord shows other self flags than the application wants. */
  public boolean shownWrongly() {
    return shown.isPresent() && !shown.get().equals(wanted);
  }

  private Intent change(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.intent();
  }

  /** A mutable copy, so that each change names only the values that it changes. */
  private static final class Draft {
    private OptionalLong target;
    private OptionalLong pendingMove;
    private OptionalLong listed;
    private SelfFlags wanted;
    private Optional<SelfFlags> shown;
    private int sends;
    private int requests;
    private int outstanding;
    private OptionalLong requestedChannel;
    private boolean leaving;
    private boolean unproven;
    private boolean contested;
    private PendingRequest pendingRequest;
    private boolean fresh;

    Draft(Intent from) {
      target = from.target;
      pendingMove = from.pendingMove;
      listed = from.listed;
      wanted = from.wanted;
      shown = from.shown;
      sends = from.sends;
      requests = from.requests;
      outstanding = from.outstanding;
      requestedChannel = from.requestedChannel;
      leaving = from.leaving;
      unproven = from.unproven;
      contested = from.contested;
      pendingRequest = from.pendingRequest;
      fresh = from.fresh;
    }

    Intent intent() {
      return new Intent(
          target,
          pendingMove,
          listed,
          wanted,
          shown,
          sends,
          requests,
          outstanding,
          requestedChannel,
          leaving,
          unproven,
          contested,
          pendingRequest,
          fresh);
    }
  }
}
