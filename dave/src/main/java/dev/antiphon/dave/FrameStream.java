package dev.antiphon.dave;

import dev.antiphon.dave.internal.media.FrameDecryptor;
import dev.antiphon.dave.internal.media.FrameOutcome;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * The frames of one SSRC: their user, and the frames that are kept until their key comes. The user
 * is proven if a frame authenticated with the user's key. Otherwise, it is the announced one: the
 * user in the voice gateway's last message about this SSRC.
 */
final class FrameStream {
  /** The id that stands for no user. */
  static final long UNKNOWN = 0;

  private final long ssrc;
  private final Queue<KeptFrame> kept = new ArrayDeque<>();
  private final TrialBudget trials = new TrialBudget(KeyTrials.CHECKS_PER_SSRC);
  private long announced = UNKNOWN;
  private long user = UNKNOWN;
  private boolean proven;
  private boolean contradicted;
  private int nextTrial;
  private Optional<MediaSender> sender = Optional.empty();
  private int senderSince = -1;
  private Optional<FrameCounters.Row> row = Optional.empty();

  FrameStream(long ssrc) {
    this.ssrc = ssrc;
  }

  long ssrc() {
    return ssrc;
  }

  /** The user, or {@link #UNKNOWN}. */
  long user() {
    return user;
  }

  boolean isProven() {
    return proven;
  }

  /** The announced user, or {@link #UNKNOWN}. */
  long announced() {
    return announced;
  }

  /**
   * The user that the voice gateway has announced. A proven user stays, except when it has left:
   * its announcement is removed.
   */
  void announce(long next) {
    if (next == announced) {
      return;
    }
    boolean left = next == UNKNOWN && announced == user;
    announced = next;
    contradicted = false;
    if (!proven || left) {
      become(next, false);
    }
  }

  /** A frame has authenticated with a key of this user. */
  void prove(MediaSender owner) {
    if (!proven || user != owner.user()) {
      become(owner.user(), true);
      owner.streamFound();
    }
  }

  /** The proven user is no longer a member, so another user can get the SSRC. */
  void forgetProof() {
    become(announced, false);
  }

  private void become(long next, boolean isProven) {
    proven = isProven;
    if (user != next) {
      user = next;
      senderSince = -1;
      row = Optional.empty();
    }
  }

  /** Whether the announced user is another one than the proven one. True once for each change. */
  boolean isNewContradiction() {
    boolean isNew = proven && announced != UNKNOWN && announced != user && !contradicted;
    contradicted |= isNew;
    return isNew;
  }

  /** The decryptor of the user. */
  FrameDecryptor decryptor(MediaSenders senders) {
    Optional<MediaSender> found = sender(senders);
    return found.isPresent() ? found.get().decryptor() : senders.others(); // allocates nothing
  }

  /** The user with its keys; empty if there are no keys. */
  Optional<MediaSender> sender(MediaSenders senders) {
    if (senderSince != senders.changes()) {
      sender = senders.find(user);
      senderSince = senders.changes();
    }
    return sender;
  }

  void count(FrameCounters counters, FrameOutcome outcome) {
    if (row.isEmpty() || row.get().isRemoved()) {
      row = Optional.of(counters.row(user));
    }
    row.get().count(outcome);
  }

  // The keys that were tried for the frames of this SSRC

  TrialBudget trials() {
    return trials;
  }

  /** The number of the next key to try. It goes around. */
  int nextTrial() {
    return nextTrial;
  }

  void nextTrial(int next) {
    nextTrial = next;
  }

  // The kept frames, oldest first

  Queue<KeptFrame> kept() {
    return kept;
  }
}
