package dev.antiphon.dave;

import dev.antiphon.dave.internal.media.FrameDecryptor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds the sender of an encrypted frame whose sender is not known, or that its announced sender's
 * keys do not decrypt: it tries keys of other members. A trial changes no key and no received
 * nonce.
 *
 * <p>All members know all keys. So a member can encrypt frames with another member's key, and the
 * trials must not make this more useful than necessary:
 *
 * <ul>
 *   <li>If a user is proven for an SSRC and still in the group, only the announced user is tried.
 *   <li>If the announced user is in the group, only members without an SSRC are tried.
 *   <li>Otherwise all members are tried, those without an SSRC first.
 * </ul>
 */
final class KeyTrials {
  /** The maximum number of members whose keys are tried for one frame. */
  static final int MEMBERS_PER_FRAME = 4;

  /** The maximum number of keys that are tried in one second for the frames of one SSRC. */
  static final int CHECKS_PER_SSRC = 128;

  /** The maximum number of keys that are tried in one second for all frames. */
  static final int CHECKS_PER_SECOND = 1_024;

  private final MediaSenders senders;
  private final TrialBudget budget = new TrialBudget(CHECKS_PER_SECOND);
  private byte[] scratch = new byte[0];

  KeyTrials(MediaSenders senders) {
    this.senders = senders;
  }

  /** Whether the frame authenticates with a key of the stream's user. */
  boolean isOfUser(FrameStream stream, byte[] frame, int offset, int length, long now) {
    return stream.decryptor(senders).isAuthentic(frame, offset, length, scratchOf(length), now);
  }

  /** The sender of the frame, if its key is found now. */
  Optional<MediaSender> find(FrameStream stream, byte[] frame, int offset, int length, long now) {
    if (stream.isProven() && senders.isCurrent(stream.user())) {
      return senders
          .find(stream.announced())
          .filter(announced -> announced.user() != stream.user())
          .filter(announced -> maySpend(stream, announced.decryptor(), now))
          .filter(announced -> isFrom(announced, frame, offset, length, now));
    }
    return tryMembers(stream, frame, offset, length, now);
  }

  private Optional<MediaSender> tryMembers(
      FrameStream stream, byte[] frame, int offset, int length, long now) {
    List<MediaSender> members = senders.all();
    boolean isMember = senders.isCurrent(stream.announced());
    int rounds = isMember ? members.size() : 2 * members.size();
    int tried = 0;
    for (int step = 0; step < rounds && tried < MEMBERS_PER_FRAME; step++) {
      int at = stream.nextTrial() % rounds;
      MediaSender member = members.get(at % members.size());
      boolean withStream = at >= members.size();
      if (member.user() != stream.user() && member.hasStream() == withStream) {
        if (!maySpend(stream, member.decryptor(), now)) {
          return Optional.empty();
        }
        tried++;
        if (isFrom(member, frame, offset, length, now)) {
          return Optional.of(member);
        }
      }
      stream.nextTrial(at + 1);
    }
    return Optional.empty();
  }

  /**
   * Takes the cost of a trial of these keys from both budgets, or returns false if one of them is
   * spent.
   */
  boolean maySpend(FrameStream stream, FrameDecryptor keys, long now) {
    int checks = Math.max(1, keys.epochs());
    if (!stream.trials().allows(checks, now) || !budget.allows(checks, now)) {
      return false;
    }
    stream.trials().spend(checks, now);
    budget.spend(checks, now);
    return true;
  }

  private boolean isFrom(MediaSender member, byte[] frame, int offset, int length, long now) {
    return member.decryptor().isAuthentic(frame, offset, length, scratchOf(length), now);
  }

  private byte[] scratchOf(int length) {
    if (scratch.length < length) {
      scratch = new byte[length];
    }
    return scratch;
  }

  /** Wipes the last decrypted frame. */
  void wipe() {
    Arrays.fill(scratch, (byte) 0);
  }
}
